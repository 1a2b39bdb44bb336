import { parsePath } from "../jsonpath/parse.ts";
import { Scanner } from "../scanner.ts";

/** A text keeps its escapes, because "\{" means a brace to States.Format and nothing but a brace elsewhere. */
export type Argument =
  | { kind: "text"; raw: string }
  | { kind: "value"; value: number | boolean | null }
  | { kind: "path"; path: string }
  | { kind: "call"; call: Call };

export type Call = { name: string; arguments: Argument[] };

/** AWS nests intrinsic functions ten deep and no deeper (service quota in its documentation). */
const MAX_DEPTH = 10;

const FUNCTION_NAME = /States\.[A-Za-z0-9]+/y;
const NUMBER = /[+-]?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /(true|false|null)\b/y;
/** Between quotes, a backslash stands only before a quote, a brace or another backslash. */
const TEXT = /'((?:[^'\\]|\\['{}\\])*)'/y;

const parsed = new Map<string, Call>();

/**
 * Parses a call of an intrinsic function.
 *
 * @throws SyntaxError when the text is none; whether the function exists is not looked at.
 * @example parseIntrinsic("States.Format('Hello {}', $.name)")
 */
export function parseIntrinsic(text: string): Call {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const scanner = new Scanner(text.trim());
  const call = readCall(scanner, 1);
  scanner.expectEnd();
  parsed.set(text, call);
  return call;
}

/** The text that a quoted argument stands for. */
export function unescapeText(raw: string): string {
  return raw.replace(/\\(['{}\\])/g, "$1");
}

function readCall(scanner: Scanner, depth: number): Call {
  if (depth > MAX_DEPTH) throw scanner.error(`more than ${MAX_DEPTH} nested functions`);
  const name = scanner.match(FUNCTION_NAME);
  if (name === undefined) throw scanner.error("a function of States is missing");
  const list: Argument[] = [];
  if (!scanner.takeToken("(")) throw scanner.error("'(' is missing");
  if (scanner.take(")")) return { name, arguments: list };
  do {
    scanner.skipSpace();
    list.push(readArgument(scanner, depth));
  } while (scanner.takeToken(","));
  scanner.expect(")");
  return { name, arguments: list };
}

function readArgument(scanner: Scanner, depth: number): Argument {
  if (scanner.peek("States.")) return { kind: "call", call: readCall(scanner, depth + 1) };
  if (scanner.peek("$")) return { kind: "path", path: readPathText(scanner) };
  if (scanner.peek("'")) {
    const quoted = scanner.match(TEXT);
    if (quoted === undefined) throw scanner.error("the text has no end or an escape that does not exist");
    return { kind: "text", raw: quoted.slice(1, -1) };
  }
  const word = scanner.match(WORD);
  if (word !== undefined) return { kind: "value", value: word === "null" ? null : word === "true" };
  const digits = scanner.match(NUMBER);
  if (digits === undefined)
    throw scanner.error("an argument is a path, a function, a text in ', a number, true, false or null");
  return { kind: "value", value: Number(digits) };
}

/** A path ends at the comma or bracket that is not inside its own brackets or quotes. */
function readPathText(scanner: Scanner): string {
  const start = scanner.position;
  let depth = 0;
  while (!scanner.atEnd) {
    if (scanner.peek("'") || scanner.peek('"')) {
      scanner.quoted();
      continue;
    }
    if (depth === 0 && (scanner.peek(",") || scanner.peek(")"))) break;
    if (scanner.peek("(") || scanner.peek("[")) depth += 1;
    if (scanner.peek(")") || scanner.peek("]")) depth -= 1;
    scanner.position += 1;
  }
  const path = scanner.text.slice(start, scanner.position).trim();
  parsePath(path);
  return path;
}
