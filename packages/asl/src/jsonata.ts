import type { Json } from "./json.ts";

export type EvaluationScope = {
  states: { input: Json; result?: Json; errorOutput?: Json; context: Json };
  variables: Record<string, Json>;
  random: () => number;
  uuid: () => string;
};

export function evaluateJsonata(_options: {
  expression: string;
  scope: EvaluationScope;
}): Promise<Json | undefined> {
  throw new Error("not written yet");
}

export function evaluateJsonataTemplate(_options: {
  template: unknown;
  scope: EvaluationScope;
  field: string;
}): Promise<Json> {
  throw new Error("not written yet");
}
