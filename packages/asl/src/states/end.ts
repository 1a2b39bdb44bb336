import type { FailState, SucceedState } from "../definition.ts";
import { StatesError } from "../error.ts";
import { evaluateField, readPathOrIntrinsic, stateError, unexpectedType } from "./fields.ts";
import { selectedInput, transfer } from "./transfer.ts";
import type { Outcome, Visit } from "./visit.ts";

export async function runSucceed(options: { visit: Visit; state: SucceedState }): Promise<Outcome> {
  const { visit, state } = options;
  const result = selectedInput({ visit, state });
  const given = await transfer({ visit, state, result, hasResult: false, assign: undefined });
  return { ...given, next: undefined };
}

/** Ends the sequence with the state's Error and Cause, either of which may be missing. */
export async function fail({ visit, state }: { visit: Visit; state: FailState }): Promise<never> {
  const error = await text({ visit, field: "Error", template: state.Error, path: state.ErrorPath });
  const cause = await text({ visit, field: "Cause", template: state.Cause, path: state.CausePath });
  throw new StatesError(error, cause);
}

async function text(options: {
  visit: Visit;
  field: "Error" | "Cause";
  template: string | undefined;
  path: string | undefined;
}): Promise<string> {
  const { visit, field, template, path } = options;
  if (path !== undefined) return textAtPath({ visit, field: `${field}Path`, path });
  if (template === undefined) return "";
  if (visit.language === "JSONPath") return template;
  const value = await evaluateField({ visit, field, template, view: { input: visit.input } });
  if (typeof value === "string") return value;
  throw unexpectedType({ visit, field, template, expected: "string", value });
}

function textAtPath({ visit, field, path }: { visit: Visit; field: string; path: string }): string {
  let value: unknown;
  try {
    value = readPathOrIntrinsic({ visit, expression: path, input: visit.input });
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    throw stateError({
      visit,
      error: "States.Runtime",
      cause: `The JSONPath '${path}' specified for the field '${field}' could not be found in the input`,
    });
  }
  if (typeof value === "string") return value;
  throw stateError({
    visit,
    error: "States.Runtime",
    cause: `The JSONPath '${path}' specified for the field '${field}' must refer to a string.`,
  });
}
