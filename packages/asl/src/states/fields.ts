import { StatesError } from "../error.ts";
import { evaluateIntrinsic } from "../intrinsics.ts";
import type { Json } from "../json.ts";
import { evaluateJsonataTemplate } from "../jsonata.ts";
import { readPath } from "../jsonpath.ts";
import { applyPayloadTemplate } from "../template.ts";
import { contextOf, record, type Visit } from "./visit.ts";

/** What a field's expressions can see beside context and variables. */
export type View = {
  /** JSONPath's `$`. */
  input: Json;
  /** `$states.result`. */
  result?: Json;
  /** `$states.errorOutput`. */
  errorOutput?: Json;
  /** In an ItemSelector: the item. */
  item?: { Index: number; Value: Json };
};

/** Evaluates a field in the state's query language: a payload template, or any JSON with `{% %}` in it. */
export async function evaluateField(options: {
  visit: Visit;
  field: string;
  template: Json;
  view: View;
}): Promise<Json> {
  const { visit, field, template, view } = options;
  const { runtime } = visit.thread.execution;
  const context = contextOf(visit, view);
  try {
    if (visit.language === "JSONPath") {
      return applyPayloadTemplate({
        template,
        input: view.input,
        context,
        variables: visit.thread.variables,
        random: runtime.random,
        uuid: runtime.uuid,
      });
    }
    return await evaluateJsonataTemplate({
      template,
      field,
      scope: {
        states: {
          input: visit.input,
          context,
          ...(view.result === undefined ? {} : { result: view.result }),
          ...(view.errorOutput === undefined ? {} : { errorOutput: view.errorOutput }),
        },
        variables: visit.thread.variables,
        random: runtime.random,
        uuid: runtime.uuid,
        now: runtime.clock.now,
      },
    });
  } catch (error) {
    throw evaluationFailure({ visit, error, location: field });
  }
}

/** Reads a JSONPath; null gives an empty object, as in InputPath and OutputPath. */
export function readField({ visit, path, input }: { visit: Visit; path: string | null; input: Json }): Json {
  if (path === null) return {};
  if (path === "$") return input;
  try {
    return readPath({ path, input, context: contextOf(visit), variables: visit.thread.variables });
  } catch (error) {
    throw evaluationFailure({ visit, error, location: path });
  }
}

/** Reads a field such as ErrorPath: a JSONPath, or an intrinsic function that makes a text. */
export function readPathOrIntrinsic(options: { visit: Visit; expression: string; input: Json }): Json {
  const { visit, expression, input } = options;
  const { runtime } = visit.thread.execution;
  if (!expression.startsWith("States.")) return readField({ visit, path: expression, input });
  try {
    return evaluateIntrinsic({
      expression,
      input,
      context: contextOf(visit),
      variables: visit.thread.variables,
      random: runtime.random,
      uuid: runtime.uuid,
    });
  } catch (error) {
    throw evaluationFailure({ visit, error, location: expression });
  }
}

/**
 * An error of the state's own fields, worded as the service words it.
 *
 * @param options.location - the field, for the event
 */
export function stateError(options: {
  visit: Visit;
  error: string;
  cause: string;
  location?: string;
}): StatesError {
  const { visit, error, cause, location } = options;
  const causeText = `An error occurred while executing the state '${visit.name}' (entered at the event id #${visit.enteredId}). ${cause}`;
  if (error === "States.QueryEvaluationError") {
    record(visit, "EvaluationFailed", {
      error,
      cause: causeText,
      ...(location === undefined ? {} : { location }),
    });
  }
  return new StatesError(error, causeText);
}

function evaluationFailure(options: { visit: Visit; error: unknown; location: string }): unknown {
  const { visit, error, location } = options;
  if (!(error instanceof StatesError)) return error;
  return stateError({ visit, error: error.error, cause: error.causeText, location });
}

/** A value as causes show it: the type as JSON names it. */
export function jsonType(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** An expression without its `{% %}`, as causes show it. */
export function bareExpression(template: Json | undefined): string {
  return String(template)
    .replace(/^\{%\s*/, "")
    .replace(/\s*%\}$/, "");
}

/** The error of an expression whose value has the wrong type. */
export function unexpectedType(options: {
  visit: Visit;
  field: string;
  template: Json | undefined;
  expected: string;
  value: Json;
}): StatesError {
  const { visit, field, template, expected, value } = options;
  return stateError({
    visit,
    error: "States.QueryEvaluationError",
    location: field,
    cause: `The JSONata expression '${bareExpression(template)}' specified for the field '${field}' returned an unexpected result type. Expected '${expected}', but was '${jsonType(value)}' for value: ${JSON.stringify(value)}`,
  });
}
