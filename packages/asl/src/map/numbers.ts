import type { Json } from "../json.ts";
import { evaluateField, readField, stateError, unexpectedType } from "../states/fields.ts";
import type { Visit } from "../states/visit.ts";

/**
 * One of a Map's numbers: given as such, as an expression, or by the field of the same name with Path.
 *
 * @param options.percentage - whether it is one, from 0 to 100 and not necessarily whole
 * @param options.error - the error of a number that cannot be used; States.Runtime by default
 * @throws StatesError that error, or States.QueryEvaluationError for an expression of another type
 */
export async function readNumber(options: {
  visit: Visit;
  input: Json;
  field: string;
  template: number | string | undefined;
  path: string | undefined;
  percentage?: boolean;
  error?: string;
}): Promise<number | undefined> {
  const { visit, input, field, template, path, percentage = false, error = "States.Runtime" } = options;
  const value = path === undefined ? await given(options) : readField({ visit, path, input });
  if (value === undefined) return undefined;
  // What a path leads to may be a number's text: the service takes both.
  const number =
    path !== undefined && typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !(percentage ? Number.isFinite(number) : Number.isInteger(number))) {
    if (path === undefined) throw unexpectedType({ visit, field, template, expected: "number", value });
    const shown = typeof value === "string" ? value : JSON.stringify(value);
    throw stateError({
      visit,
      error,
      cause: `The ${field}Path field refers to value "${shown}" which is not a valid ${percentage ? "float" : "integer"}: ${path}`,
    });
  }
  if (percentage && (number < 0 || number > 100)) {
    throw stateError({ visit, error, cause: `${field} must be between 0 and 100.` });
  }
  if (number < 0) throw stateError({ visit, error, cause: `${field} cannot be negative.` });
  return number;
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
