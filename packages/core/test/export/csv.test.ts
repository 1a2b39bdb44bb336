import { guardFormula, toCsv, unguardFormula } from "@millrace/core/export";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const cell = fc.oneof(
  fc.string(),
  fc.tuple(fc.stringMatching(/^'{0,3}[=+\-@\t\r\0]/), fc.string()).map(([start, rest]) => start + rest),
);

describe("a guarded cell", () => {
  it("is never run as a formula", () =>
    fc.assert(
      fc.property(cell, (text) => {
        expect(guardFormula(text)).not.toMatch(/^[=+\-@\t\r\0]/);
      }),
    ));

  it("comes back as it was, however often it had been guarded", () =>
    fc.assert(
      fc.property(cell, (text) => {
        expect(unguardFormula(guardFormula(text))).toBe(text);
      }),
    ));

  it.each([
    ["=1+1", "'=1+1"],
    ["+573001234567", "'+573001234567"],
    ["'=x", "''=x"],
    ["'quoted'", "'quoted'"],
    ["a=b", "a=b"],
    ["", ""],
  ])("%j is exported as %j", (text, guarded) => expect(guardFormula(text)).toBe(guarded));
});

describe("CSV", () => {
  it("is read back by another reader as it was written", () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        fc.constantFrom(",", ";", "\t"),
        (rows, delimiter) => {
          const text = toCsv({ rows, delimiter });
          const read = parse(text, { delimiter, relax_column_count: true, record_delimiter: "\n" });
          expect(read.map((row: string[]) => row.map(unguardFormula))).toEqual(rows);
        },
      ),
    ));
});
