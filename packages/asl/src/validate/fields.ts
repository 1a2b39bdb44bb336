import { below, type Field, isRecord, report } from "./report.ts";
import type { Check } from "./values.ts";

/** What may stand in an object: in states of both languages, of JSONPath alone and of JSONata alone. */
export type Shape = {
  both: Record<string, Check>;
  JSONPath?: Record<string, Check>;
  JSONata?: Record<string, Check>;
  required?: string[];
  /** Of each group at most one may stand. */
  exclusive?: string[][];
};

/** Checks an object's fields against its shape: unknown, missing, of the other language, excluding each other, and each one's value. */
export function checkShape(shape: Shape, field: Field): field is Field & { value: Record<string, unknown> } {
  const { value, language } = field;
  if (!isRecord(value)) {
    report(field, "INVALID_TYPE", "must be an object");
    return false;
  }
  const other = language === "JSONata" ? "JSONPath" : "JSONata";
  const known = { ...shape.both, ...shape[language] };
  for (const [name, inner] of Object.entries(value)) {
    const place = below(field, name);
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (check !== undefined) {
      check({ ...place, value: inner, language });
    } else if (Object.hasOwn(shape[other] ?? {}, name)) {
      report(
        place,
        "WRONG_QUERY_LANGUAGE",
        `${name} belongs to ${other}, but the query language is ${language}`,
      );
    } else {
      report(place, "UNKNOWN_FIELD", `there is no field ${name} here`);
    }
  }
  for (const name of shape.required ?? []) {
    if (!Object.hasOwn(value, name)) report(field, "MISSING_FIELD", `${name} is missing`);
  }
  for (const group of shape.exclusive ?? []) {
    const present = group.filter((name) => Object.hasOwn(value, name));
    if (present.length > 1) report(field, "EXCLUSIVE_FIELDS", `only one of ${present.join(", ")} may stand`);
  }
  return true;
}

/** A check for an object of a shape. */
export function shaped(shape: Shape): Check {
  return (field) => {
    checkShape(shape, field);
  };
}

/** A check for a list that is not empty, item by item. */
export function listOf(check: Check): Check {
  return (field) => {
    if (!Array.isArray(field.value) || field.value.length === 0) {
      report(field, "INVALID_TYPE", "must be an array that is not empty");
      return;
    }
    for (const [at, item] of field.value.entries()) check({ ...field, ...below(field, at), value: item });
  };
}
