import { cacheKey, encodeKeyPart } from "@millrace/core/cache";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const part = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(":", "%", "3", "A", "a", "/", " ") }),
);
const parts = fc.tuple(part, fc.array(part, { maxLength: 3 }));

describe("a cache key", () => {
  it("is as documented for ordinary ids", () => {
    expect(cacheKey("t1", "customer", "42")).toBe("t1:customer:42");
  });

  it("encodes what would look like another key", () => {
    expect(cacheKey("t1", "customer", "1:pet:2")).toBe("t1:customer:1%3Apet%3A2");
  });

  it("is never that of other parts", () => {
    fc.assert(
      fc.property(parts, parts, ([first, rest], [otherFirst, otherRest]) => {
        const isSame = JSON.stringify([first, ...rest]) === JSON.stringify([otherFirst, ...otherRest]);
        expect(cacheKey(first, ...rest) === cacheKey(otherFirst, ...otherRest)).toBe(isSame);
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives its parts back, so that it can be that of no others", () => {
    fc.assert(
      fc.property(parts, ([first, rest]) => {
        expect(
          cacheKey(first, ...rest)
            .split(":")
            .map(decodeURIComponent),
        ).toEqual([first, ...rest]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is refused for half a surrogate pair, by a name callers can act on", () => {
    expect(() => encodeKeyPart("a\ud800")).toThrow(expect.objectContaining({ name: "Input.Invalid" }));
  });
});
