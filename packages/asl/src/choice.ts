import type { PathScope } from "./jsonpath.ts";

export function evaluateChoiceRule(_options: PathScope & { rule: unknown }): boolean {
  throw new Error("not written yet");
}
