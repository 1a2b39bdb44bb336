import { StringDecoder } from "node:string_decoder";
import type { Json } from "../json.ts";

/** The values of a text with one JSON value a line; blank lines are skipped. */
export async function* jsonLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Json> {
  for await (const line of lines(bytes)) {
    if (line.trim() !== "") yield JSON.parse(line);
  }
}

async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of textOf(bytes)) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  yield rest;
}

/** Thrown where an array was to be read and something else was found. */
export class NotAnArray extends Error {}

const OPENING: ReadonlySet<string> = new Set(["[", "{"]);
const CLOSING: ReadonlySet<string> = new Set(["]", "}"]);

/**
 * The elements of a JSON array, each parsed as soon as it has been read.
 *
 * @throws NotAnArray for another JSON value, SyntaxError for what is no JSON
 */
export async function* jsonArrayItems(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Json> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let ended = false;
  let element = "";
  let expectsElement = false;
  for await (const text of textOf(bytes)) {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (character === "\\") escaped = true;
        else if (character === '"') inString = false;
      } else if (depth === 0) {
        if (isSpace(character)) continue;
        if (ended) throw new SyntaxError("There is something after the array.");
        if (character !== "[") throw new NotAnArray();
        depth = 1;
        from = at + 1;
      } else if (character === '"') {
        inString = true;
      } else if (OPENING.has(character)) {
        depth += 1;
      } else if (CLOSING.has(character) || (character === "," && depth === 1)) {
        if (character !== ",") depth -= 1;
        if (depth > 1 || (depth === 1 && character !== ",")) continue;
        if (character === "}") throw new SyntaxError("The array ends with a brace.");
        element += text.slice(from, at);
        if (character === "," || expectsElement || element.trim() !== "") yield JSON.parse(element);
        element = "";
        expectsElement = character === ",";
        from = at + 1;
        ended = depth === 0;
      }
    }
    if (depth > 0) element += text.slice(from);
  }
  if (!ended) throw new SyntaxError("The array does not end.");
}

function isSpace(character: string): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}

/** UTF-8 without its byte order mark. */
async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let first = true;
  for await (const chunk of bytes) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (text === "") continue;
    yield first ? text.replace(/^\uFEFF/, "") : text;
    first = false;
  }
  const rest = decoder.end();
  if (rest !== "") yield rest;
}
