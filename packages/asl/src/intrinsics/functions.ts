import { createHash } from "node:crypto";
import { canonicalJson, isJsonObject, type Json } from "../json.ts";

/** What an argument must be. "template" is a text whose escapes States.Format reads itself. */
export type ArgumentKind = "any" | "text" | "template" | "number" | "boolean" | "array" | "object";

export type Chance = { random: () => number; uuid: () => string };

/** A function: its arguments in order, how many of them may be left out, and whether the last may be repeated (or absent). */
export type Intrinsic = {
  arguments: ArgumentKind[];
  optional?: number;
  repeated?: boolean;
  run: (values: Json[], chance: Chance) => Json;
};

/** AWS documents 10,000 characters for what is encoded, decoded or hashed. */
const MAX_TEXT = 10_000;
/** AWS documents 1,000 elements for States.ArrayRange. */
const MAX_RANGE = 1_000;
/** AWS documents 32-bit integers for States.MathAdd. */
const MAX_INTEGER = 2 ** 31 - 1;
const MIN_INTEGER = -(2 ** 31);

const HASHES: Record<string, string> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/** The digest in hexadecimal; undefined for an algorithm Step Functions does not have. */
export function hashText({ text, algorithm }: { text: string; algorithm: string }): string | undefined {
  const name = HASHES[algorithm];
  return name === undefined ? undefined : createHash(name).update(text).digest("hex");
}

/** A problem with the arguments' values; the caller names the function. */
export class ArgumentError extends Error {}

/** The 18 functions of Amazon States Language, by their full names. */
export const INTRINSICS: Record<string, Intrinsic> = {
  "States.Array": { arguments: ["any"], repeated: true, run: (values) => values },
  "States.ArrayPartition": {
    arguments: ["array", "number"],
    run: ([array, size]) => partition({ items: asArray(array), size: rounded(size) }),
  },
  "States.ArrayContains": {
    arguments: ["array", "any"],
    run: ([array, wanted]) =>
      asArray(array)
        .map(canonicalJson)
        .includes(canonicalJson(wanted ?? null)),
  },
  "States.ArrayRange": {
    arguments: ["number", "number", "number"],
    run: ([first, last, step]) => range({ first: rounded(first), last: rounded(last), step: rounded(step) }),
  },
  "States.ArrayGetItem": {
    arguments: ["array", "number"],
    run: ([array, index]) => {
      const item = asArray(array)[rounded(index)];
      if (item === undefined) throw new ArgumentError("the index is outside the array");
      return item;
    },
  },
  "States.ArrayLength": { arguments: ["array"], run: ([array]) => asArray(array).length },
  "States.ArrayUnique": {
    arguments: ["array"],
    run: ([array]) => unique(asArray(array)),
  },
  "States.Base64Encode": {
    arguments: ["text"],
    run: ([text]) => Buffer.from(bounded(text), "utf8").toString("base64"),
  },
  "States.Base64Decode": {
    arguments: ["text"],
    run: ([text]) => {
      const encoded = bounded(text);
      const bytes = Buffer.from(encoded, "base64");
      if (bytes.toString("base64").replace(/=+$/, "") !== encoded.replace(/=+$/, "")) {
        throw new ArgumentError("the text is not Base64");
      }
      return bytes.toString("utf8");
    },
  },
  "States.Hash": {
    arguments: ["any", "text"],
    run: ([data = null, algorithm]) => {
      const text = bounded(typeof data === "string" ? data : JSON.stringify(data));
      const digest = hashText({ text, algorithm: asText(algorithm) });
      if (digest === undefined)
        throw new ArgumentError("the algorithm is not MD5, SHA-1, SHA-256, SHA-384 or SHA-512");
      return digest;
    },
  },
  "States.JsonMerge": {
    arguments: ["object", "object", "boolean"],
    run: ([first, second, deep]) => {
      if (deep === true) throw new ArgumentError("deep merging does not exist: the third argument is false");
      return Object.fromEntries([...entriesOf(first), ...entriesOf(second)]);
    },
  },
  "States.StringToJson": {
    arguments: ["text"],
    run: ([text]) => {
      // A blank text is null on AWS, and no error.
      if (asText(text).trim() === "") return null;
      try {
        const value: Json = JSON.parse(asText(text));
        return value;
      } catch {
        throw new ArgumentError("the text is not JSON");
      }
    },
  },
  "States.JsonToString": { arguments: ["any"], run: ([value = null]) => JSON.stringify(value) },
  "States.MathRandom": {
    arguments: ["number", "number", "number"],
    optional: 1,
    run: ([start, end, seed], { random }) => {
      const from = rounded(start);
      const width = rounded(end) - from;
      if (width <= 0) throw new ArgumentError("the start is not below the end");
      const fraction = seed === undefined ? random() : seededFraction(rounded(seed));
      return from + Math.floor(fraction * width);
    },
  },
  "States.MathAdd": {
    arguments: ["number", "number"],
    run: ([left, right]) => integer(integer(rounded(left)) + integer(rounded(right))),
  },
  "States.StringSplit": {
    arguments: ["text", "text"],
    run: ([text, separators]) => split({ text: asText(text), separators: asText(separators) }),
  },
  "States.UUID": { arguments: [], run: (_values, { uuid }) => uuid() },
  "States.Format": {
    arguments: ["template", "any"],
    repeated: true,
    run: ([template, ...values]) => format({ template: asText(template), values }),
  },
};

/** Items in groups of `size`; the last one may be smaller. */
export function partition({ items, size }: { items: Json[]; size: number }): Json[] {
  if (size < 1) throw new ArgumentError("the chunk size is not positive");
  return Array.from({ length: Math.ceil(items.length / size) }, (_none, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

function unique(items: Json[]): Json[] {
  const seen = new Map<string, Json>();
  for (const item of items) {
    const key = canonicalJson(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

/** Numbers from first to last, both included, at most 1,000. */
export function range({ first, last, step }: { first: number; last: number; step: number }): number[] {
  if (step === 0) throw new ArgumentError("the step is zero");
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > MAX_RANGE) throw new ArgumentError(`the range has more than ${MAX_RANGE} elements`);
  return Array.from({ length: count }, (_none, at) => first + at * step);
}

/** A fraction of one that depends on the seed alone: one step of the linear congruential generator of Java's Random. */
export function seededFraction(seed: number): number {
  const modulus = 1n << 48n;
  const state = ((BigInt(Math.round(seed)) ^ 0x5deece66dn) * 0x5deece66dn + 0xbn) & (modulus - 1n);
  return Number(state) / Number(modulus);
}

/** Any of the separators' characters parts the text; empty parts vanish. */
function split({ text, separators }: { text: string; separators: string }): string[] {
  const marks = new Set(separators);
  let part = "";
  const parts: string[] = [];
  for (const character of text) {
    if (!marks.has(character)) {
      part += character;
      continue;
    }
    parts.push(part);
    part = "";
  }
  return [...parts, part].filter((each) => each !== "");
}

function format({ template, values }: { template: string; values: Json[] }): string {
  let used = 0;
  const text = template.replace(
    /\\(['{}\\])|(\{\})|([{}])/g,
    (match, escaped: string | undefined, slot: string | undefined) => {
      if (escaped !== undefined) return escaped;
      if (slot === undefined) throw new ArgumentError(`'${match}' stands alone: write \\${match}`);
      used += 1;
      const value = values[used - 1];
      return shown(value ?? null);
    },
  );
  if (used !== values.length) throw new ArgumentError("the number of {} is not the number of values");
  return text;
}

/** A value as States.Format shows it: objects and arrays as Java prints them, {name=value, list=[1, 2]}. */
function shown(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (!isJsonObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}=${shown(inner)}`)
    .join(", ")}}`;
}

/** Halves go up, towards positive infinity, as recorded on AWS; never a negative zero. */
function rounded(value: Json | undefined): number {
  return typeof value === "number" ? Math.round(value) + 0 : 0;
}

function integer(value: number): number {
  if (value < MIN_INTEGER || value > MAX_INTEGER) throw new ArgumentError("the number is no 32-bit integer");
  return value;
}

function bounded(value: Json | undefined): string {
  const text = asText(value);
  if (text.length > MAX_TEXT) throw new ArgumentError(`the text has more than ${MAX_TEXT} characters`);
  return text;
}

function asArray(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function entriesOf(value: Json | undefined): [string, Json][] {
  return value !== undefined && isJsonObject(value) ? Object.entries(value) : [];
}
