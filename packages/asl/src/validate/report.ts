import type { QueryLanguage } from "../definition.ts";

/** One reason why a definition would be refused, and where it stands (a JSON Pointer, such as "/States/Parse/Next"). */
export type ValidationIssue = { path: string; code: string; message: string };

/** A place in the definition, and the list that its issues go to. */
export type Place = { path: string; issues: ValidationIssue[] };

/** A value at its place, in a state of a language. */
export type Field = Place & { value: unknown; language: QueryLanguage };

/** A place below another. */
export function below(place: Place, ...keys: (string | number)[]): Place {
  const steps = keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`);
  return { path: place.path + steps.join(""), issues: place.issues };
}

export function report(place: Place, code: string, message: string): void {
  place.issues.push({ path: place.path === "" ? "/" : place.path, code, message });
}

/** Whether something is an object with named fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
