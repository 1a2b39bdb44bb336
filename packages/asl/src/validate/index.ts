import type { QueryLanguage } from "../definition.ts";
import { duplicateKeys } from "./duplicate-keys.ts";
import { checkShape, type Shape } from "./fields.ts";
import { checkGraph, type Surroundings } from "./graph.ts";
import { isRecord, type Place, report, type ValidationIssue } from "./report.ts";
import { anything, number, oneOf, text } from "./values.ts";

export type { ValidationIssue } from "./report.ts";

/** AWS's largest number of seconds for an execution. */
const MAX_TIMEOUT_SECONDS = 99_999_999;

const MACHINE: Shape = {
  both: {
    Comment: text,
    QueryLanguage: oneOf("JSONPath", "JSONata"),
    StartAt: text,
    States: anything,
    TimeoutSeconds: number({ least: 1, most: MAX_TIMEOUT_SECONDS }),
    Version: oneOf("1.0"),
  },
  required: ["StartAt", "States"],
};

/**
 * Checks a state machine as CreateStateMachine of AWS does, and names everything it would refuse.
 *
 * @param definition the definition, or its JSON text; keys that stand twice can be seen in the text alone.
 * @returns the issues, none for a definition that can run.
 * @example validate({ StartAt: "A", States: { A: { Type: "Succeed" } } }) // []
 */
export function validate(definition: unknown): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const place: Place = { path: "", issues };
  const machine = typeof definition === "string" ? parse(definition, place) : definition;
  if (issues.length > 0 && machine === undefined) return issues;
  const language: QueryLanguage =
    isRecord(machine) && machine.QueryLanguage === "JSONata" ? "JSONata" : "JSONPath";
  const field = { ...place, value: machine, language };
  if (checkShape(MACHINE, field)) {
    const around: Surroundings = {
      language,
      names: new Set(),
      outer: new Set(),
      hidden: new Set(),
    };
    checkGraph({ graph: field.value, place, around });
  }
  return issues;
}

function parse(source: string, place: Place): unknown {
  try {
    const machine: unknown = JSON.parse(source);
    for (const key of duplicateKeys(source))
      report(place, "DUPLICATE_KEY", `the key ${key} stands twice in one object`);
    return machine;
  } catch {
    report(place, "INVALID_JSON", "the text is not JSON");
    return undefined;
  }
}
