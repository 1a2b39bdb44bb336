import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MillraceError } from "../../src/error.ts";
import { type Digest, digestText, maskPhone, sendDigest } from "../../src/notify/index.ts";

const DIGEST: Digest = {
  subject: "records have no phone",
  of: 120,
  reasons: new Map([
    ["not a phone number", 3],
    ["no phone", 4],
  ]),
  phones: ["+57 300 123 4567", "3001234567", "call me"],
};

/** Counts as a cache does whose windows do not end. */
function counting() {
  const counts = new Map<string, number>();
  return {
    async count({ key }: { key: string }) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts.get(key) ?? 0;
    },
  };
}

function listening(outcome: "sent" | "failed" = "sent") {
  const texts: string[] = [];
  return {
    texts,
    notifier: {
      async notify({ text }: { text: string }) {
        texts.push(text);
        return outcome;
      },
    },
  };
}

describe("maskPhone", () => {
  it.each([
    ["+57 300 123 4567", "***4567"],
    ["3001234567", "***4567"],
    ["123-4567", "***4567"],
    ["12345", "***"],
    ["no tiene", "***"],
    ["", "***"],
  ])("shows of %j %s", (text, masked) => {
    expect(maskPhone(text)).toBe(masked);
  });

  it("never shows more than four digits, nor anything else of a text", () => {
    fc.assert(fc.property(fc.string(), (text) => /^\*\*\*(\d{4})?$/.test(maskPhone(text))));
  });
});

describe("a digest", () => {
  it("says how many, why, and shows each masked sample once", () => {
    expect(digestText(DIGEST)).toBe(
      "7 of 120 records have no phone\n• no phone: 4\n• not a phone number: 3\nfor example ***4567, ***",
    );
  });

  it("shows at most five samples", () => {
    const phones = Array.from({ length: 20 }, (_, index) => `300123${4000 + index}`);
    expect(digestText({ ...DIGEST, phones }).match(/\*\*\*/g)).toHaveLength(5);
  });

  it("is sent once, and another one too", async () => {
    const cache = counting();
    const { texts, notifier } = listening();
    expect(await sendDigest({ digest: DIGEST, cache, notifier })).toBe("sent");
    expect(await sendDigest({ digest: DIGEST, cache, notifier })).toBe("repeated");
    expect(await sendDigest({ digest: { ...DIGEST, of: 121 }, cache, notifier })).toBe("sent");
    expect(texts).toHaveLength(2);
  });

  it("is held back when too many were sent", async () => {
    const cache = counting();
    const { texts, notifier } = listening();
    const outcomes: string[] = [];
    for (let of = 100; of < 110; of++)
      outcomes.push(await sendDigest({ digest: { ...DIGEST, of }, cache, notifier }));
    expect(outcomes).toEqual([...Array(6).fill("sent"), ...Array(4).fill("limited")]);
    expect(texts).toHaveLength(6);
  });

  it("that cannot be sent is no error", async () => {
    const { notifier } = listening("failed");
    expect(await sendDigest({ digest: DIGEST, cache: counting(), notifier })).toBe("failed");
  });

  it("is not sent where the cache cannot tell whether it was", async () => {
    const { texts, notifier } = listening();
    const cache = { count: () => Promise.reject(new MillraceError("Cache.Unavailable", "gone")) };
    expect(await sendDigest({ digest: DIGEST, cache, notifier })).toBe("failed");
    expect(texts).toEqual([]);
  });
});
