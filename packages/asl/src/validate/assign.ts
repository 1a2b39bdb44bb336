import { DYNAMIC_SUFFIX } from "../template.ts";
import { below, isRecord, report } from "./report.ts";
import { type Check, objectTemplate } from "./values.ts";

/** AWS: at most 80 characters, of those Unicode allows in identifiers. */
const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/** Assign: variables by name; "states" is reserved. */
export const assign: Check = (field) => {
  objectTemplate(field);
  if (!isRecord(field.value)) return;
  for (const key of Object.keys(field.value)) {
    const name = variableName(key);
    if (!VARIABLE_NAME.test(name) || name === "states") {
      report(below(field, key), "INVALID_VARIABLE", `'${name}' is no name for a variable`);
    }
  }
};

/** The variable that a key of Assign sets. */
export function variableName(key: string): string {
  return key.endsWith(DYNAMIC_SUFFIX) ? key.slice(0, -DYNAMIC_SUFFIX.length) : key;
}
