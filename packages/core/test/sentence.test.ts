import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SENTENCES, say, told } from "../src/sentence/index.ts";

/** Each form of each sentence, with what is put in. */
const FORMS = Object.entries(SENTENCES).flatMap(([code, sentence]) => {
  const texts = typeof sentence === "string" ? [sentence] : Object.values(sentence);
  return texts.map((text) => ({ code, text }));
});

const PARAM = /\{(\w+)(, number)?\}/g;

describe("a sentence", () => {
  it.each(FORMS)("$code is found again by its text, with what was put in", ({ code, text }) => {
    const names = [...text.matchAll(PARAM)].map(([, name = "", kind]) => ({
      name,
      isNumber: kind !== undefined,
    }));
    const params = names.map(({ name, isNumber }, index) =>
      isNumber
        ? fc.nat().map((value): [string, string | number] => [name, name === "count" ? value + 2 : value])
        : // Names of files hold anything; what stands between two of them does not.
          fc
            .string({ unit: index === 0 ? "grapheme" : fc.constantFrom(..."abc xyz-") })
            .map((value): [string, string | number] => [name, value]),
    );
    fc.assert(
      fc.property(fc.tuple(...params), (entries) => {
        const values = new Map(entries);
        const message = text.replace(PARAM, (_, name: string) => {
          const value = values.get(name) ?? "";
          return typeof value === "number" ? value.toLocaleString("en") : value;
        });
        expect(told(message)).toEqual({ message, code, params: Object.fromEntries(entries) });
      }),
      { numRuns: 20 },
    );
  });

  it("writes numbers as English does, and chooses the form by the count", () => {
    expect(say("file.tables", { file: "a.htm", most: 2_000 })).toBe(
      "a.htm has more than 2,000 tables: split it",
    );
    expect([say("note.short", { count: 1 }), say("note.short", { count: 1_200 })]).toEqual([
      "1 row has fewer cells than the header.",
      "1,200 rows have fewer cells than the header.",
    ]);
    expect(told(say("run.costCap", { spent: 0.12345, most: 0.1 })).params).toEqual({
      spent: 0.1235,
      most: 0.1,
    });
  });

  it("takes what is put in as it is, whatever it looks like", () => {
    const file = "{file} $& $1.csv";
    const message = say("file.encrypted", { file });
    expect([message, told(message).params]).toEqual([
      `${file} is protected by a password: save it without one`,
      { file },
    ]);
  });

  it("of a name that was made long to be searched in is answered at once, as it is", () => {
    const message = say("file.encrypted", { file: ' has no sheet "": it has '.repeat(10_000) });
    expect(told(message).code).toBeNull();
  });

  it("of another program has no code", () => {
    expect(told("TypeError: x is undefined")).toEqual({
      message: "TypeError: x is undefined",
      code: null,
      params: {},
    });
  });
});
