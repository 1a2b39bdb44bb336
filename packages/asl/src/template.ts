import { StatesError } from "./error.ts";
import { evaluateIntrinsic, type IntrinsicScope, isIntrinsic } from "./intrinsics.ts";
import { isJsonObject, type Json } from "./json.ts";
import { readPath } from "./jsonpath.ts";

/** The end of a key whose value is a path or a call of an intrinsic function. */
export const DYNAMIC_SUFFIX = ".$";

/**
 * Fills in a JSONPath payload template (Parameters, ResultSelector, ItemSelector, BatchInput, Assign): each key that ends in ".$" loses
 * those two characters and gets what its path or intrinsic function gives, at any depth, in arrays too. The rest is taken as it is.
 *
 * @throws StatesError States.Runtime where a path meets nothing, States.IntrinsicFailure where a function fails.
 * @example applyPayloadTemplate({ template: { "id.$": "$.lead.id", kind: "lead" }, input: { lead: { id: 7 } }, … }) // { id: 7, kind: "lead" }
 */
export function applyPayloadTemplate({ template, ...scope }: IntrinsicScope & { template: Json }): Json {
  if (Array.isArray(template))
    return template.map((item) => applyPayloadTemplate({ template: item, ...scope }));
  if (!isJsonObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith(DYNAMIC_SUFFIX)
        ? [key.slice(0, -DYNAMIC_SUFFIX.length), evaluate({ ...scope, key, expression: value })]
        : [key, applyPayloadTemplate({ template: value, ...scope })],
    ),
  );
}

function evaluate({ key, expression, ...scope }: IntrinsicScope & { key: string; expression: Json }): Json {
  if (typeof expression !== "string") {
    throw new StatesError(
      "States.Runtime",
      `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
    );
  }
  if (isIntrinsic(expression)) return evaluateIntrinsic({ expression, ...scope });
  return readPath({ path: expression, field: key, ...scope });
}
