import fc from "fast-check";
import { expect, it, test } from "vitest";
import type { Json } from "../../src/index.ts";
import { jsonArrayItems, jsonLines, NotAnArray } from "../../src/map/json-items.ts";

async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(items: AsyncIterable<Json>): Promise<Json[]> {
  const all: Json[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const values = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 8 });
const size = fc.integer({ min: 1, max: 20 });

test("an array cut anywhere is read as JSON.parse reads it", async () => {
  await fc.assert(
    fc.asyncProperty(values, fc.constantFrom(undefined, 1, "\t"), size, async (array, space, length) => {
      const text = JSON.stringify(array, null, space);
      expect(await collect(jsonArrayItems(pieces(text, length)))).toEqual(JSON.parse(text));
    }),
  );
});

test("lines cut anywhere are read as they were written", async () => {
  await fc.assert(
    fc.asyncProperty(values, fc.constantFrom("\n", "\r\n", "\n\n"), size, async (array, newline, length) => {
      const text = array.map((value) => JSON.stringify(value)).join(newline);
      const expected: Json[] = array.map((value) => JSON.parse(JSON.stringify(value)));
      expect(await collect(jsonLines(pieces(text, length)))).toEqual(expected);
    }),
  );
});

it.each(["", "[", "[1", "[1,]", "[1}", "[1] 2", '["a]', "[nul]"])("%j is refused", async (text) => {
  await expect(collect(jsonArrayItems(pieces(text, 3)))).rejects.toThrow(SyntaxError);
});

it.each(["{}", "1", '"[]"', "null"])("%j is not an array", async (text) => {
  await expect(collect(jsonArrayItems(pieces(text, 3)))).rejects.toThrow(NotAnArray);
});
