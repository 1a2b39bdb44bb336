import { CutPayload, shownPayload } from "@millrace/core/flow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const LIMIT = 32 * 1024;

describe("a shown input or output", () => {
  it("is the value itself up to 32 KiB of JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(shownPayload(text)).toEqual(JSON.parse(text));
      }),
    );
    const longest = JSON.stringify("x".repeat(LIMIT - 2));
    expect(shownPayload(longest)).toBe("x".repeat(LIMIT - 2));
  });

  it("is its start and its size beyond that, no character broken", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
        fc.integer({ min: LIMIT, max: 2 * LIMIT }),
        (piece, length) => {
          const text = JSON.stringify(piece.repeat(length));
          const { bytes, start } = CutPayload.parse(shownPayload(text));
          expect(bytes).toBe(Buffer.byteLength(text));
          expect(text.startsWith(start)).toBe(true);
          const shown = Buffer.byteLength(start);
          expect(shown).toBeLessThanOrEqual(LIMIT);
          // A character of UTF-8 has at most four bytes.
          expect(shown).toBeGreaterThan(LIMIT - 4);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("that is no JSON is shown as a text", () => {
    expect(shownPayload("{oops")).toBe("{oops");
  });
});
