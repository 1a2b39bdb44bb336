import type { ChoiceRule } from "./definition.ts";
import { StatesError } from "./error.ts";
import type { Json } from "./json.ts";
import { findPath, type PathScope } from "./jsonpath.ts";
import { parseTimestamp } from "./timestamp.ts";

type Scope = PathScope;
type Test = (order: number) => boolean;

const ORDERS: Record<string, Test> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  GreaterThan: (order) => order > 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThanEquals: (order) => order >= 0,
};

/** What values of a type are compared by; undefined for a value of another type, which no comparison matches. */
const KEYS: Record<string, (value: Json) => number | string | undefined> = {
  String: (value) => (typeof value === "string" ? value : undefined),
  Numeric: (value) => (typeof value === "number" ? value : undefined),
  Boolean: (value) => (typeof value === "boolean" ? Number(value) : undefined),
  Timestamp: (value) => (typeof value === "string" ? parseTimestamp(value) : undefined),
};

const TYPE_TESTS: Record<string, (value: Json) => boolean> = {
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === "number",
  IsString: (value) => typeof value === "string",
  IsBoolean: (value) => typeof value === "boolean",
  IsTimestamp: (value) => typeof value === "string" && parseTimestamp(value) !== undefined,
};

const COMPARISON = /^(String|Numeric|Boolean|Timestamp)(Equals|(?:Less|Greater)Than(?:Equals)?)(Path)?$/;

/** Whether a field of a rule is a comparison operator of the language. */
export function isComparator(field: string): boolean {
  if (field === "IsPresent" || field === "StringMatches" || Object.hasOwn(TYPE_TESTS, field)) return true;
  const [, type, order] = COMPARISON.exec(field) ?? [];
  return type !== undefined && (type !== "Boolean" || order === "Equals");
}

/**
 * Evaluates a rule of a JSONPath Choice: a comparison, or And, Or and Not of rules, which stop as soon as they are decided. Types are
 * strict: a number never equals a text.
 *
 * @throws StatesError States.Runtime when a path meets nothing (except IsPresent), or the rule has no comparison.
 * @example evaluateChoiceRule({ rule: { Variable: "$.n", NumericLessThan: 7 }, input: { n: "6" }, context: {}, variables: {} }) // false
 */
export function evaluateChoiceRule({ rule, ...scope }: PathScope & { rule: ChoiceRule }): boolean {
  if (rule.And !== undefined) return rule.And.every((each) => evaluateChoiceRule({ rule: each, ...scope }));
  if (rule.Or !== undefined) return rule.Or.some((each) => evaluateChoiceRule({ rule: each, ...scope }));
  if (rule.Not !== undefined) return !evaluateChoiceRule({ rule: rule.Not, ...scope });
  const comparator = Object.keys(rule).find(isComparator);
  if (comparator === undefined || rule.Variable === undefined) {
    throw new StatesError("States.Runtime", "The choice rule has no Variable with a comparison operator");
  }
  return compareVariable({ variable: rule.Variable, comparator, expected: rule[comparator], scope });
}

function compareVariable(options: {
  variable: string;
  comparator: string;
  expected: unknown;
  scope: Scope;
}): boolean {
  const { variable, comparator, expected, scope } = options;
  if (comparator === "IsPresent") return findPath({ path: variable, ...scope }).present === expected;
  const actual = readChoicePath(variable, scope);
  const typeTest = TYPE_TESTS[comparator];
  if (typeTest !== undefined) return typeTest(actual) === expected;
  if (comparator === "StringMatches") {
    return (
      typeof actual === "string" &&
      typeof expected === "string" &&
      matchesPattern({ text: actual, pattern: expected })
    );
  }
  const [, type = "", order = "", fromPath] = COMPARISON.exec(comparator) ?? [];
  const other = fromPath === undefined ? expected : readChoicePath(String(expected), scope);
  const keyOf = KEYS[type];
  const [left, right] = [keyOf?.(actual), isScalar(other) ? keyOf?.(other) : undefined];
  if (left === undefined || right === undefined) return false;
  return ORDERS[order]?.(left < right ? -1 : left > right ? 1 : 0) ?? false;
}

function readChoicePath(path: string, scope: Scope): Json {
  const found = findPath({ path, ...scope });
  if (found.present) return found.value;
  throw new StatesError(
    "States.Runtime",
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/**
 * StringMatches: "*" stands for any text, also none; "\*" for a star and "\\" for a backslash. Walks both texts once, so that no pattern
 * takes long on any text.
 */
export function matchesPattern({ text, pattern }: { text: string; pattern: string }): boolean {
  const parts = literalParts(pattern);
  const [first = "", ...middle] = parts;
  const last = middle.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of middle) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The texts between a pattern's stars. */
function literalParts(pattern: string): string[] {
  const parts = [""];
  for (const [token] of pattern.matchAll(/\\[*\\]|[\s\S]/g)) {
    if (token === "*") parts.push("");
    else parts[parts.length - 1] += token.length === 2 ? token.slice(1) : token;
  }
  return parts;
}
