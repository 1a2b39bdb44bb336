import { decodeEntry, defineEntry, encodeEntry, stampOf } from "@millrace/core/cache";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";

const kind = defineEntry({
  name: "sample",
  key: (id: string) => ({ key: id }),
  schema: z.object({ name: z.string(), tags: z.array(z.string()) }),
  version: 2,
  ttlMs: ({ name }, now) => (name === "inactive" ? 3_600_000 : 300_000 + 0 * now),
  absentTtlMs: 60_000,
});

const now = 1_800_000_000_000;
const value = { name: "Ana", tags: [] };

describe("an entry's text", () => {
  it("is the data as it is, with one property more at its end", () => {
    const { value: text } = encodeEntry({ kind, value, stamp: 7, now, random: 0 });
    expect(text).toBe(
      `{"name":"Ana","tags":[],"_cache":{"schema":2,"storedAt":${now},"freshUntil":${now + 240_000},"stamp":7}}`,
    );
  });

  it("gives back any value and its stamp", () => {
    const values = fc.option(fc.record({ name: fc.string(), tags: fc.array(fc.string()) }));
    fc.assert(
      fc.property(values, fc.nat({ max: 2 ** 47 }), (any, stamp) => {
        const { value: text } = encodeEntry({ kind, value: any, stamp, now, random: 0.5 });
        expect(decodeEntry({ kind, text, now })).toMatchObject({ value: any, fresh: true, stamp });
        expect(stampOf(text)).toBe(stamp);
      }),
    );
  });

  it.each([
    [
      "another version",
      encodeEntry({ kind: { ...kind, version: 1 }, value, stamp: 7, now, random: 0 }).value,
    ],
    [
      "data that does not satisfy the schema",
      '{"name":1,"_cache":{"schema":2,"storedAt":1,"freshUntil":1,"stamp":7}}',
    ],
    ["what another program wrote", '{"name":"Ana","tags":[]}'],
    ["a list", "[1]"],
    ["null", "null"],
    ["no JSON", "<html>"],
    ["nothing", ""],
  ])("of %s is no entry", (_, text) => {
    expect(decodeEntry({ kind, text, now })).toBeNull();
  });

  it("of another program has no stamp", () => {
    expect(["", "{}", '{"stamp":12}', '{"_cache":{"stamp":12}} '].map(stampOf)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("a lifetime", () => {
  const lifeOf = (of: typeof value | null, random: number) =>
    encodeEntry({ kind, value: of, stamp: 1, now, random }).ttlMs;

  it("is the value's own, another where there is none", () => {
    expect([lifeOf(value, 0), lifeOf({ ...value, name: "inactive" }, 0), lifeOf(null, 0)]).toEqual([
      300_000, 3_600_000, 60_000,
    ]);
  });

  it("is spread over a tenth, and never longer than documented", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        expect(lifeOf(value, random)).toBeLessThanOrEqual(300_000);
        expect(lifeOf(value, random)).toBeGreaterThanOrEqual(270_000);
        expect(Number.isInteger(lifeOf(value, random))).toBe(true);
      }),
    );
  });

  it("is fresh for four fifths of its time", () => {
    const { value: text } = encodeEntry({ kind, value, stamp: 1, now, random: 0 });
    const freshAt = (later: number) => decodeEntry({ kind, text, now: now + later })?.fresh;
    expect([freshAt(0), freshAt(239_999), freshAt(240_000)]).toEqual([true, true, false]);
  });

  it("can be read from the entry, whatever chance made of it", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        const { value: text, ttlMs } = encodeEntry({ kind, value, stamp: 1, now, random });
        const { storedAt = 0, expiresAt = 0 } = decodeEntry({ kind, text, now }) ?? {};
        expect(storedAt).toBe(now);
        expect(Math.abs(expiresAt - (now + ttlMs))).toBeLessThanOrEqual(2);
      }),
    );
  });
});
