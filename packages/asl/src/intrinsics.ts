import type { Json } from "./json.ts";
import type { PathScope } from "./jsonpath.ts";

/** What an intrinsic can reach: paths, and the engine's own chance for States.MathRandom and States.UUID. */
export type IntrinsicScope = PathScope & { random: () => number; uuid: () => string };

export function evaluateIntrinsic(_options: IntrinsicScope & { expression: string }): Json {
  throw new Error("not written yet");
}
