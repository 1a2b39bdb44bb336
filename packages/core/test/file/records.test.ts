import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isError } from "../../src/error.ts";
import { DEFAULT_LIMITS } from "../../src/file/index.ts";
import type { Dialect } from "../../src/file/text/parse.ts";
import { recordParser } from "../../src/file/text/records.ts";

const COMMA: Dialect = { delimiter: ",", trimBeforeQuote: false };

function records({
  pieces,
  dialect = COMMA,
  limits = DEFAULT_LIMITS,
}: {
  pieces: Buffer[];
  dialect?: Dialect;
  limits?: typeof DEFAULT_LIMITS;
}): string[][] {
  const parser = recordParser({ name: "leads.csv", dialect, limits });
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.finish()];
}

function parsed(text: string, dialect = COMMA): string[][] {
  return records({ pieces: [Buffer.from(text)], dialect });
}

describe("records of a text file", () => {
  it.each([
    [
      "line ends of three kinds in one file",
      "a,b\r\nc,d\ne,f\rg,h",
      [
        ["a", "b"],
        ["c", "d"],
        ["e", "f"],
        ["g", "h"],
      ],
    ],
    ["blank lines as records of one empty cell", "a,b\n\nc,d\n\n", [["a", "b"], [""], ["c", "d"], [""]]],
    [
      "cells with delimiters, quotes and line ends",
      '"a,1","b ""x""","c\r\nd"\n',
      [["a,1", 'b "x"', "c\r\nd"]],
    ],
    ["rows of any length as they are", "a,b,c\n1\n1,2,3,4\n", [["a", "b", "c"], ["1"], ["1", "2", "3", "4"]]],
    ["quotes within unquoted cells", 'a,12" pipe,say "hi"\n', [["a", '12" pipe', 'say "hi"']]],
    ["blanks around cells", "a, b ,c\n", [["a", " b ", "c"]]],
    ["blanks behind a closing quote, without the quotes", 'a,"b, c" ,d\n', [["a", "b, c", "d"]]],
    ["a cell that begins with a quote by right", 'a,"""b"" c",d\n', [["a", '"b" c', "d"]]],
    [
      "quotes written once within a quoted cell",
      'a,b\n"the "best" one",x\n',
      [
        ["a", "b"],
        ['the "best" one', "x"],
      ],
    ],
    [
      "a delimiter behind such quotes, as the row above has fewer cells",
      'a,b\n"Acme "Best", Ltd",x\n',
      [
        ["a", "b"],
        ['Acme "Best", Ltd', "x"],
      ],
    ],
    [
      "lines within a cell with quotes written once",
      'a,b\n"line one\nsaid "hi" ok",x\n1,2\n',
      [
        ["a", "b"],
        ['line one\nsaid "hi" ok', "x"],
        ["1", "2"],
      ],
    ],
    [
      "an unclosed quote as a character, when rows follow it",
      'a,b,c\n1,"2,3\n4,5,6\n',
      [
        ["a", "b", "c"],
        ["1", '"2', "3"],
        ["4", "5", "6"],
      ],
    ],
    [
      "an unclosed quote that a quoted cell further down would close",
      'a,b,c\n1,"2,3\n4,"5",6\n7,8,9\n',
      [
        ["a", "b", "c"],
        ["1", '"2', "3"],
        ["4", "5", "6"],
        ["7", "8", "9"],
      ],
    ],
    [
      "a cell of several lines whose end is missing",
      'a,b,c\n1,2,3\n4,"five\nand a half',
      [
        ["a", "b", "c"],
        ["1", "2", "3"],
        ["4", "five\nand a half"],
      ],
    ],
    ["a lone quote", '"', [['"']]],
    ["nothing", "", []],
  ])("gives %s", (_, text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  it("takes a quote behind a blank for a quote where the dialect says so", () => {
    expect(parsed('1, "x, y", z\n', { ...COMMA, trimBeforeQuote: true })).toEqual([["1", "x, y", "z"]]);
  });

  it("finds an unclosed quote in the middle of a large file and goes on", () => {
    const rows = (from: number) =>
      Array.from({ length: 60_000 }, (_, at) => `${from + at},name ${at},x\n`).join("");
    const text = `id,name,note\n${rows(0)}60000,"broken,x\n${rows(60_001)}`;
    const found = parsed(text);
    expect(found).toHaveLength(120_002);
    expect(found[60_001]).toEqual(["60000", '"broken', "x"]);
    expect(found.at(-1)).toEqual(["120000", "name 59999", "x"]);
  });

  it.each([
    ["a cell of one line", `a,b\n1,"${"x".repeat(3_000)}"\n`],
    ["a quoted cell of many lines", `a,b,c\n1,"${"x\n".repeat(1_500)}",2\n`],
    ["an unquoted cell", `a,b\n1,${"x".repeat(3_000)}\n`],
    ["a cell without an end", `a,b\n1,"${"x".repeat(3_000)}`],
  ])("refuses a record over the limit, naming its row: %s", (_, text) => {
    const limits = { ...DEFAULT_LIMITS, recordChars: 1_000 };
    expect(() => records({ pieces: [Buffer.from(text)], limits })).toThrow(
      /leads\.csv, row 2 is longer than 1,000/,
    );
  });

  it("refuses a record with too many columns, naming its row", () => {
    const text = `a,b\n${",".repeat(4_999)}\n`;
    expect(() => parsed(text)).toThrow("leads.csv, row 2 has 5,000 columns, more than 1,000");
  });

  it("ends with a named error or with records where quotes are wrong on every line", () => {
    const text = '1,"a,b\n"c" d,"e\n'.repeat(30_000);
    const outcome = () => {
      try {
        return parsed(text).length > 0;
      } catch (error) {
        return isError(error, "LeadFile.Malformed") || isError(error, "LeadFile.TooLarge");
      }
    };
    expect(outcome()).toBe(true);
  });
});

const cell = fc.oneof(
  fc.string({
    unit: fc.constantFrom("a", "é", "李", "😀", " ", ",", ";", '"', "\n", "\r", "\r\n", "\t", "'", "="),
  }),
  fc.string({ unit: "grapheme" }),
);
// csv-stringify writes a row of one empty cell as a blank line, which is the same.
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });

/** Bytes cut at any places. */
function cut(bytes: Buffer, places: number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe("any document", () => {
  it("written by the rules is read as it was, wherever its bytes are cut", () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.array(fc.nat(), { maxLength: 6 }),
        (rows, delimiter, lineEnd, places) => {
          const text = stringify(rows, { delimiter, record_delimiter: lineEnd, quoted: true });
          const pieces = cut(Buffer.from(text), places);
          expect(records({ pieces, dialect: { delimiter, trimBeforeQuote: false } })).toEqual(rows);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("gives the same records wherever its bytes are cut, also when it breaks the rules", () => {
    const broken = fc.string({
      unit: fc.constantFrom("a", "b", '"', '"', ",", "\n", "\r", " ", "é"),
      maxLength: 60,
    });
    fc.assert(
      fc.property(broken, fc.array(fc.nat(), { maxLength: 6 }), (text, places) => {
        const bytes = Buffer.from(text);
        expect(records({ pieces: cut(bytes, places) })).toEqual(records({ pieces: [bytes] }));
      }),
      { numRuns: 500 },
    );
  });

  it("loses no word, whatever its quotes", () => {
    const words = fc.array(fc.constantFrom("ana", "bob", '"', '""', ",", "\n", " "), { maxLength: 40 });
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join("");
        const letters = (from: string) => from.replace(/[^a-z]/g, "");
        expect(letters(parsed(text).flat().join(""))).toBe(letters(text));
      }),
      { numRuns: 1_000 },
    );
  });
});
