import type { IntrinsicScope } from "./intrinsics.ts";
import type { Json } from "./json.ts";

export function applyPayloadTemplate(_options: IntrinsicScope & { template: unknown }): Json {
  throw new Error("not written yet");
}
