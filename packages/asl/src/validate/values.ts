import { findIntrinsicProblem, isIntrinsic } from "../intrinsics.ts";
import { compileJsonata, expressionIn } from "../jsonata.ts";
import { isReferencePath, type Path, parsePath } from "../jsonpath/parse.ts";
import { DYNAMIC_SUFFIX } from "../template.ts";
import { parseTimestamp } from "../timestamp.ts";
import { below, type Field, isRecord, report } from "./report.ts";

/** Looks at one field's value and reports what is wrong with it. */
export type Check = (field: Field) => void;

/** Anything. */
export const anything: Check = () => {};

export const text: Check = (field) => {
  if (typeof field.value !== "string") report(field, "INVALID_TYPE", "must be a string");
};

export const flag: Check = (field) => {
  if (typeof field.value !== "boolean") report(field, "INVALID_TYPE", "must be true or false");
};

export const textList: Check = (field) => {
  if (!Array.isArray(field.value) || !field.value.every((item) => typeof item === "string")) {
    report(field, "INVALID_TYPE", "must be an array of strings");
  }
};

/** One of a few words. */
export function oneOf(...words: string[]): Check {
  return (field) => {
    if (typeof field.value !== "string" || !words.includes(field.value)) {
      report(field, "INVALID_VALUE", `must be one of ${words.join(", ")}`);
    }
  };
}

/** A number within bounds; whole unless said otherwise. */
export function number({
  least,
  most,
  whole = true,
}: {
  least: number;
  most: number;
  whole?: boolean;
}): Check {
  return (field) => {
    const { value } = field;
    if (typeof value !== "number" || (whole && !Number.isInteger(value))) {
      report(field, "INVALID_TYPE", whole ? "must be an integer" : "must be a number");
    } else if (value < least || value > most) {
      report(field, "INVALID_VALUE", `must be between ${least} and ${most}`);
    }
  };
}

/** In a JSONata state, an expression may stand where this is asked for. */
export function orExpression(check: Check): Check {
  return (field) => {
    const expression =
      field.language === "JSONata" && typeof field.value === "string" && expressionIn(field.value);
    return expression === undefined || expression === false ? check(field) : jsonata(field);
  };
}

export const timestamp: Check = (field) => {
  if (typeof field.value !== "string" || parseTimestamp(field.value) === undefined) {
    report(field, "INVALID_VALUE", "must be a timestamp such as 2016-03-14T01:59:00Z");
  }
};

/** Any JSON with JSONata expressions in it, as in Output. */
export const jsonata: Check = (field) => {
  const { value } = field;
  if (typeof value === "string") {
    expression({ ...field, value });
    return;
  }
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) jsonata({ ...field, ...below(field, at), value: item });
  } else if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value))
      jsonata({ ...field, ...below(field, key), value: inner });
  }
};

function expression(field: Field & { value: string }): void {
  const source = expressionIn(field.value);
  if (source === undefined) {
    if (field.value.startsWith("{%") || field.value.endsWith("%}")) {
      report(
        field,
        "INVALID_EXPRESSION",
        "an expression starts with {% and ends with %}, without spaces around them",
      );
    }
    return;
  }
  try {
    compileJsonata(source);
  } catch (problem) {
    const message =
      problem instanceof Object && "message" in problem ? String(problem.message) : "syntax error";
    report(field, "INVALID_EXPRESSION", `no JSONata: ${message}`);
  }
}

/** A JSONPath payload template: keys that end in ".$" hold paths or intrinsic functions. */
export const payloadTemplate: Check = (field) => {
  const { value } = field;
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) payloadTemplate({ ...field, ...below(field, at), value: item });
  } else if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const place = { ...field, ...below(field, key), value: inner };
      if (!key.endsWith(DYNAMIC_SUFFIX)) {
        payloadTemplate(place);
        continue;
      }
      pathOrIntrinsic(place);
      if (Object.hasOwn(value, key.slice(0, -DYNAMIC_SUFFIX.length))) {
        report(place, "DUPLICATE_FIELD", `the field stands twice, with and without ${DYNAMIC_SUFFIX}`);
      }
    }
  }
};

/** A template of the state's own language. */
export const template: Check = (field) =>
  field.language === "JSONata" ? jsonata(field) : payloadTemplate(field);

/** A template that is an object. */
export const objectTemplate: Check = (field) => {
  if (isRecord(field.value)) {
    template(field);
    return;
  }
  // In JSONata, one expression may make the whole object.
  if (field.language === "JSONata" && typeof field.value === "string") return jsonata(field);
  report(field, "INVALID_TYPE", "must be an object");
};

export const pathOrIntrinsic: Check = (field) => {
  const { value } = field;
  if (typeof value === "string" && isIntrinsic(value)) {
    const problem = findIntrinsicProblem(value);
    if (problem !== undefined) report(field, "INVALID_INTRINSIC", problem);
    return;
  }
  path(field);
};

export const path: Check = (field) => {
  parseOrReport(field);
};

export const pathOrNull: Check = (field) => {
  if (field.value !== null) path(field);
};

/** Where ResultPath writes: a Reference Path into the input, or null. */
export const resultPath: Check = (field) => {
  if (field.value === null) return;
  const parsed = parseOrReport(field);
  if (parsed === undefined) return;
  if (parsed.root.kind !== "input" || !isReferencePath(parsed)) {
    report(field, "INVALID_PATH", "must be a reference path into the state's input");
  }
};

function parseOrReport(field: Field): Path | undefined {
  if (typeof field.value !== "string") {
    report(field, "INVALID_TYPE", "must be a path");
    return undefined;
  }
  try {
    return parsePath(field.value);
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem;
    report(field, "INVALID_PATH", problem.message);
    return undefined;
  }
}
