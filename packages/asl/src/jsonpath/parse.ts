import { Scanner } from "../scanner.ts";

/** Where a path starts. "current" is the "@" of a filter. */
export type PathRoot =
  | { kind: "input" }
  | { kind: "context" }
  | { kind: "current" }
  | { kind: "variable"; name: string };

export type Selector =
  | { kind: "names"; names: string[] }
  | { kind: "indexes"; indexes: number[] }
  | { kind: "slice"; from: number | undefined; to: number | undefined }
  | { kind: "wildcard" }
  | { kind: "filter"; test: Filter };

/** One step of a path; with descend (".."), it applies to every value below as well. */
export type Segment = { selector: Selector; descend: boolean };

/** A parsed path. `length` is the one function AWS's reader is known to take, "length()", at the end. */
export type Path = { root: PathRoot; segments: Segment[]; length: boolean };

export type Operand =
  | { kind: "path"; path: Path }
  | { kind: "literal"; value: string | number | boolean | null }
  | { kind: "list"; items: Operand[] };

export type Comparator = "==" | "!=" | "<=" | ">=" | "<" | ">" | "in" | "nin";

export type Filter =
  | { kind: "or" | "and"; left: Filter; right: Filter }
  | { kind: "not"; operand: Filter }
  | { kind: "exists"; path: Path }
  | { kind: "compare"; comparator: Comparator; left: Operand; right: Operand }
  | { kind: "matches"; left: Operand; pattern: RegExp };

/** A name as it may follow a dot. Everything else goes into brackets and quotes. */
const NAME = /[^\s.[\](),'"=<>!&|*?@/+~]+/y;
const VARIABLE = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const INTEGER = /-?\d+/y;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /(true|false|null)\b/y;
/** A word without quotes is a text; AWS accepts it. */
const BARE_TEXT = /[A-Za-z_]\w*/y;
/** The one script of older JSONPath in use: counting from the end. */
const FROM_END = /\(\s*@\.length\s*-\s*(?=\d)/y;

const parsed = new Map<string, Path>();

/**
 * Parses a JSONPath as Amazon States Language writes it: "$" is the state's input, "$$" the context object, "$name" a variable.
 *
 * @throws SyntaxError when the text is no path.
 */
export function parsePath(text: string): Path {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const scanner = new Scanner(text);
  const path = readPathFrom(scanner, readRoot(scanner));
  scanner.expectEnd();
  parsed.set(text, path);
  return path;
}

/** Whether a selector picks one value at most. */
export function isSingular(selector: Selector): boolean {
  if (selector.kind === "names") return selector.names.length === 1;
  return selector.kind === "indexes" && selector.indexes.length === 1;
}

/**
 * Whether a path names one value, so that its result is that value and not an array of matches. Several names at the end count as one
 * value: the object of those fields.
 */
export function isDefinite({ segments }: Path): boolean {
  return segments.every(
    ({ selector, descend }, at) =>
      !descend && (isSingular(selector) || (selector.kind === "names" && at === segments.length - 1)),
  );
}

/** Whether a path is a Reference Path: names and single indexes only, so that it can also be written to. */
export function isReferencePath({ segments, length }: Path): boolean {
  return !length && segments.every(({ selector, descend }) => !descend && isSingular(selector));
}

function readRoot(scanner: Scanner): PathRoot {
  scanner.expect("$");
  if (scanner.take("$")) return { kind: "context" };
  const name = scanner.match(VARIABLE);
  return name === undefined ? { kind: "input" } : { kind: "variable", name };
}

function readPathFrom(scanner: Scanner, root: PathRoot): Path {
  const segments: Segment[] = [];
  for (;;) {
    const descend = scanner.take("..");
    const dotted = descend || scanner.take(".");
    if (scanner.take("[")) {
      segments.push({ selector: readBrackets(scanner), descend });
    } else if (!dotted) {
      return { root, segments, length: false };
    } else if (scanner.take("*")) {
      segments.push({ selector: { kind: "wildcard" }, descend });
    } else {
      const name = scanner.match(NAME);
      if (name === undefined) throw scanner.error("a name is missing after the dot");
      if (name === "length" && scanner.take("()")) return { root, segments, length: true };
      segments.push({ selector: { kind: "names", names: [name] }, descend });
    }
  }
}

function readBrackets(scanner: Scanner): Selector {
  scanner.skipSpace();
  const selector = readSelector(scanner);
  scanner.skipSpace();
  scanner.expect("]");
  return selector;
}

function readSelector(scanner: Scanner): Selector {
  if (scanner.take("*")) return { kind: "wildcard" };
  if (scanner.take("?")) {
    scanner.skipSpace();
    scanner.expect("(");
    const test = readOr(scanner);
    scanner.expect(")");
    return { kind: "filter", test };
  }
  if (scanner.peek("'") || scanner.peek('"')) {
    return { kind: "names", names: readList(scanner, () => scanner.quoted()) };
  }
  if (scanner.match(FROM_END) !== undefined) {
    const index = -requireInteger(scanner);
    scanner.skipSpace();
    scanner.expect(")");
    return { kind: "indexes", indexes: [index] };
  }
  const from = readInteger(scanner);
  scanner.skipSpace();
  if (scanner.take(":")) {
    scanner.skipSpace();
    return { kind: "slice", from, to: readInteger(scanner) };
  }
  if (from === undefined) throw scanner.error("neither a name, an index, a slice nor a filter");
  const rest = scanner.take(",") ? readList(scanner, () => requireInteger(scanner)) : [];
  return { kind: "indexes", indexes: [from, ...rest] };
}

function readList<T>(scanner: Scanner, readOne: () => T): T[] {
  const list: T[] = [];
  do {
    scanner.skipSpace();
    list.push(readOne());
    scanner.skipSpace();
  } while (scanner.take(","));
  return list;
}

function readInteger(scanner: Scanner): number | undefined {
  const digits = scanner.match(INTEGER);
  return digits === undefined ? undefined : Number(digits);
}

function requireInteger(scanner: Scanner): number {
  const index = readInteger(scanner);
  if (index === undefined) throw scanner.error("an index is missing");
  return index;
}

function readOr(scanner: Scanner): Filter {
  let left = readAnd(scanner);
  while (scanner.takeToken("||")) left = { kind: "or", left, right: readAnd(scanner) };
  return left;
}

function readAnd(scanner: Scanner): Filter {
  let left = readNot(scanner);
  while (scanner.takeToken("&&")) left = { kind: "and", left, right: readNot(scanner) };
  return left;
}

function readNot(scanner: Scanner): Filter {
  if (scanner.takeToken("!")) return { kind: "not", operand: readNot(scanner) };
  if (scanner.takeToken("(")) {
    const inner = readOr(scanner);
    scanner.expect(")");
    scanner.skipSpace();
    return inner;
  }
  return readComparison(scanner);
}

const COMPARATORS: readonly Comparator[] = ["==", "!=", "<=", ">=", "<", ">"];
const MEMBERSHIP = /(in|nin)\b\s*/y;
const PATTERN = /\/((?:[^/\\]|\\.)+)\/([imsu]*)/y;

function readComparison(scanner: Scanner): Filter {
  const left = readOperand(scanner);
  const comparator = COMPARATORS.find((sign) => scanner.takeToken(sign));
  if (comparator !== undefined) return { kind: "compare", comparator, left, right: readOperand(scanner) };
  const membership = scanner.match(MEMBERSHIP)?.trim();
  if (membership === "in" || membership === "nin") {
    return { kind: "compare", comparator: membership, left, right: readOperand(scanner) };
  }
  if (scanner.takeToken("=~")) return { kind: "matches", left, pattern: readPattern(scanner) };
  if (left.kind === "path") return { kind: "exists", path: left.path };
  throw scanner.error("a value alone is no condition");
}

/** A pattern has to match the whole text, as in Java's matches(). */
function readPattern(scanner: Scanner): RegExp {
  const [, source, flags] = scanner.matchGroups(PATTERN) ?? [];
  if (source === undefined) throw scanner.error("a pattern between slashes is missing");
  scanner.skipSpace();
  return new RegExp(`^(?:${source})$`, flags);
}

function readOperand(scanner: Scanner): Operand {
  scanner.skipSpace();
  const operand = readOperandHere(scanner);
  scanner.skipSpace();
  return operand;
}

function readOperandHere(scanner: Scanner): Operand {
  if (scanner.take("$")) return { kind: "path", path: readPathFrom(scanner, { kind: "input" }) };
  if (scanner.take("[")) {
    const items = scanner.peek("]") ? [] : readList(scanner, () => readOperandHere(scanner));
    scanner.expect("]");
    return { kind: "list", items };
  }
  if (scanner.take("@")) return { kind: "path", path: readPathFrom(scanner, { kind: "current" }) };
  if (scanner.peek("'") || scanner.peek('"')) return { kind: "literal", value: scanner.quoted() };
  const word = scanner.match(WORD);
  if (word !== undefined) return { kind: "literal", value: word === "null" ? null : word === "true" };
  const bare = scanner.match(BARE_TEXT);
  if (bare !== undefined) return { kind: "literal", value: bare };
  const digits = scanner.match(NUMBER);
  if (digits === undefined)
    throw scanner.error("a filter compares paths, texts, numbers, true, false, null and lists of them");
  return { kind: "literal", value: Number(digits) };
}
