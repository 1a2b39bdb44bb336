import { StatesError } from "./error.ts";
import { canonicalJson, isJsonObject, type Json } from "./json.ts";
import {
  type Comparator,
  type Filter,
  isDefinite,
  isReferencePath,
  isSingular,
  type Operand,
  type Path,
  parsePath,
  type Segment,
  type Selector,
} from "./jsonpath/parse.ts";

/** What a path can reach: the state's input ("$"), the context object ("$$") and variables ("$name"). */
export type PathScope = { input: Json; context: Json; variables: Record<string, Json> };

/** A definite path met nothing; callers word it for the field the path stands in. */
class NoResults extends Error {}

/**
 * Reads a path as AWS does, which is the behaviour of the Java library it uses: a path that names one value gives that value, and fails
 * where it is not there; a path with a wildcard, slice, filter, several indexes or ".." gives an array of all matches, empty too.
 *
 * @param options.path "$…", "$$…" or "$variable…".
 * @param options.field the field the path stands in, for the cause, such as "ErrorPath" or "value.$".
 * @throws StatesError States.Runtime when the path is malformed, or names a value that is not there.
 * @example readPath({ path: "$.a[*].x", input: { a: [{ x: 1 }] }, context: {}, variables: {} }) // [1]
 */
export function readPath(options: PathScope & { path: string; field?: string }): Json {
  const found = findPath(options);
  if (found.present) return found.value;
  const { path, field } = options;
  throw new StatesError(
    "States.Runtime",
    field === undefined
      ? `Invalid path '${path}' : No results for path: ${bracketed(parsePath(path))}`
      : `The JSONPath '${path}' specified for the field '${field}' could not be found in the input`,
  );
}

/** Reads a path that may meet nothing, as IsPresent asks. */
export function findPath({
  path,
  ...scope
}: PathScope & { path: string }): { present: true; value: Json } | { present: false } {
  const parsed = parse(path);
  try {
    const root = rootOf(parsed, scope);
    return { present: true, value: evaluate({ path: parsed, root, document: root }) };
  } catch (problem) {
    if (problem instanceof NoResults) return { present: false };
    throw problem;
  }
}

/**
 * Puts a value where a Reference Path points, as ResultPath does, in a copy of the target. Objects that are missing on the way are made.
 *
 * @throws StatesError States.ResultPathMatchFailure when the way leads through something that is neither an object nor an array with that index.
 * @example writeReferencePath({ path: "$.a.b", target: { x: 1 }, value: 2 }) // { x: 1, a: { b: 2 } }
 */
export function writeReferencePath({
  path,
  target,
  value,
}: {
  path: string;
  target: Json;
  value: Json;
}): Json {
  const parsed = parse(path);
  if (parsed.root.kind !== "input" || !isReferencePath(parsed)) {
    throw new StatesError("States.Runtime", `'${path}' is not a reference path`);
  }
  return write({ path, segments: parsed.segments, target, value });
}

function write(options: { path: string; segments: Segment[]; target: Json | undefined; value: Json }): Json {
  const { path, segments, target, value } = options;
  const [first, ...rest] = segments;
  if (first === undefined) return value;
  const { selector } = first;
  if (selector.kind === "names" && (target === undefined || isJsonObject(target))) {
    const [name = ""] = selector.names;
    const below = target !== undefined && Object.hasOwn(target, name) ? target[name] : undefined;
    const written = write({ path, segments: rest, target: below, value });
    return Object.fromEntries([...Object.entries(target ?? {}), [name, written]]);
  }
  if (selector.kind === "indexes" && Array.isArray(target)) {
    const [index = 0] = selector.indexes;
    const below = target[index];
    if (below !== undefined) return target.with(index, write({ path, segments: rest, target: below, value }));
  }
  throw new StatesError(
    "States.ResultPathMatchFailure",
    `Unable to apply ReferencePath ${path} to the input`,
  );
}

function parse(path: string): Path {
  try {
    return parsePath(path);
  } catch (problem) {
    throw new StatesError("States.Runtime", `Invalid path '${path}'`, { cause: problem });
  }
}

function rootOf({ root }: Path, scope: PathScope): Json {
  if (root.kind === "context") return scope.context;
  if (root.kind !== "variable") return scope.input;
  const value = Object.hasOwn(scope.variables, root.name) ? scope.variables[root.name] : undefined;
  if (value === undefined) throw new NoResults();
  return value;
}

/** `document` is what "$" means inside a filter. */
function evaluate({ path, root, document }: { path: Path; root: Json; document: Json }): Json {
  let values = [root];
  // Once several values could match, a miss is an empty match and no failure.
  let definite = true;
  for (const [at, { selector, descend }] of path.segments.entries()) {
    definite &&= !descend;
    const leaf = at === path.segments.length - 1;
    const bases = descend ? values.flatMap((value) => [...descendants(value)]) : values;
    values = bases.flatMap((value) => select({ selector, value, definite, leaf, document }));
    definite &&= isSingular(selector);
  }
  const [first] = values;
  const result = isDefinite(path) ? first : values;
  if (result === undefined) throw new NoResults();
  if (!path.length) return result;
  if (typeof result === "string" || Array.isArray(result)) return result.length;
  return isJsonObject(result) ? Object.keys(result).length : null;
}

function select(options: {
  selector: Selector;
  value: Json;
  definite: boolean;
  leaf: boolean;
  document: Json;
}): Json[] {
  const { selector, value, definite, leaf, document } = options;
  switch (selector.kind) {
    case "names": {
      if (!isJsonObject(value)) return missing(definite);
      const present = selector.names.flatMap((name): [string, Json][] => {
        const inner = Object.hasOwn(value, name) ? value[name] : undefined;
        return inner === undefined ? [] : [[name, inner]];
      });
      if (selector.names.length > 1 && leaf) return [Object.fromEntries(present)];
      return present.length === 0 ? missing(definite) : present.map(([, inner]) => inner);
    }
    case "indexes":
      if (!Array.isArray(value)) return missing(definite);
      return selector.indexes.map((index) => value.at(index)).filter((item) => item !== undefined);
    case "slice":
      return Array.isArray(value) ? value.slice(selector.from, selector.to) : missing(definite);
    case "wildcard":
      return value === null || typeof value !== "object" ? [] : Object.values(value);
    case "filter": {
      if (value === null || typeof value !== "object") return missing(definite);
      return (Array.isArray(value) ? value : [value]).filter((item) => passes(selector.test, item, document));
    }
  }
}

function missing(definite: boolean): [] {
  if (definite) throw new NoResults();
  return [];
}

function* descendants(value: Json): Generator<Json> {
  yield value;
  if (value === null || typeof value !== "object") return;
  for (const inner of Array.isArray(value) ? value : Object.values(value)) yield* descendants(inner);
}

function passes(filter: Filter, item: Json, document: Json): boolean {
  const value = (operand: Operand) => operandValue({ operand, item, document });
  switch (filter.kind) {
    case "or":
      return passes(filter.left, item, document) || passes(filter.right, item, document);
    case "and":
      return passes(filter.left, item, document) && passes(filter.right, item, document);
    case "not":
      return !passes(filter.operand, item, document);
    case "exists":
      return value({ kind: "path", path: filter.path }) !== undefined;
    case "compare":
      return compare(filter.comparator, value(filter.left), value(filter.right));
    case "matches": {
      const text = value(filter.left);
      return typeof text === "string" && filter.pattern.test(text);
    }
  }
}

/** The value of an operand, or undefined where its path meets nothing. "@" matches objects and arrays only, as AWS documents. */
function operandValue(options: { operand: Operand; item: Json; document: Json }): Json | undefined {
  const { operand, item, document } = options;
  if (operand.kind === "literal") return operand.value;
  if (operand.kind === "list") {
    return operand.items.map((each) => operandValue({ ...options, operand: each }) ?? null);
  }
  const root = operand.path.root.kind === "current" ? item : document;
  if (root === null || typeof root !== "object") return undefined;
  try {
    return evaluate({ path: operand.path, root, document });
  } catch (problem) {
    if (problem instanceof NoResults) return undefined;
    throw problem;
  }
}

function compare(comparator: Comparator, left: Json | undefined, right: Json | undefined): boolean {
  if (comparator === "==") return equal(left, right);
  if (comparator === "!=") return !equal(left, right);
  if (comparator === "in" || comparator === "nin") {
    const member = Array.isArray(right) && right.some((each) => equal(left, each));
    return member === (comparator === "in");
  }
  const comparable =
    (typeof left === "number" && typeof right === "number") ||
    (typeof left === "string" && typeof right === "string");
  if (!comparable) return false;
  if (comparator === "<") return left < right;
  if (comparator === "<=") return left <= right;
  return comparator === ">" ? left > right : left >= right;
}

/** A number and a text that reads as the same number are equal here, as in the Java library AWS uses. */
function equal(left: Json | undefined, right: Json | undefined): boolean {
  if (typeof left === "number" && typeof right === "string") return String(left) === right;
  if (typeof left === "string" && typeof right === "number") return left === String(right);
  if (left === undefined || right === undefined) return left === right;
  return canonicalJson(left) === canonicalJson(right);
}

/** The path as AWS repeats it in a cause: $['a']['b'][0]. */
function bracketed(path: Path): string {
  const steps = path.segments.map(({ selector }) => {
    if (selector.kind === "names") return `[${selector.names.map((name) => `'${name}'`).join(",")}]`;
    return selector.kind === "indexes" ? `[${selector.indexes.join(",")}]` : "[*]";
  });
  return `$${steps.join("")}`;
}
