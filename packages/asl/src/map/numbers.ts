import type { Json } from "../json.ts";
import { evaluateField, readField, stateError, unexpectedType } from "../states/fields.ts";
import type { Visit } from "../states/visit.ts";

/**
 * One of a Map's numbers: given as such, as an expression, or by the field of the same name with Path.
 *
 * @param options.decimal - whether it need not be whole: ToleratedFailurePercentage
 * @throws StatesError States.Runtime, or States.QueryEvaluationError for an expression
 */
export async function readNumber(options: {
  visit: Visit;
  input: Json;
  field: string;
  template: number | string | undefined;
  path: string | undefined;
  decimal?: boolean;
}): Promise<number | undefined> {
  const { visit, input, field, template, path, decimal = false } = options;
  const value = path === undefined ? await given(options) : readField({ visit, path, input });
  if (value === undefined) return undefined;
  // What a path leads to may be a number's text: the service takes both.
  const number =
    path !== undefined && typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !(decimal ? Number.isFinite(number) : Number.isInteger(number))) {
    if (path === undefined) throw unexpectedType({ visit, field, template, expected: "number", value });
    const shown = typeof value === "string" ? value : JSON.stringify(value);
    throw stateError({
      visit,
      error: "States.Runtime",
      cause: `The ${field}Path field refers to value "${shown}" which is not a valid ${decimal ? "number" : "integer"}: ${path}`,
    });
  }
  if (number >= 0) return number;
  throw stateError({ visit, error: "States.Runtime", cause: `${field} cannot be negative.` });
}

async function given(options: {
  visit: Visit;
  input: Json;
  field: string;
  template: number | string | undefined;
}): Promise<Json | undefined> {
  const { visit, input, field, template } = options;
  if (template === undefined || typeof template === "number") return template;
  return evaluateField({ visit, field, template, view: { input } });
}
