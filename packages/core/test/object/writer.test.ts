import { Readable } from "node:stream";
import { objectWriter, readLines, readText } from "@millrace/core/object";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyMemory, memoryObjects } from "../../../../test/equipment/memory-stores.ts";

const store = () => memoryObjects(emptyMemory(), async () => {});

describe("an object written piece by piece", () => {
  it("is what its pieces are together, and appears when it is closed", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "grapheme" })), async (pieces) => {
        const objects = store();
        const writer = objectWriter({ objects, key: "k" });
        for (const piece of pieces) await writer.write(piece);
        expect(await objects.size({ key: "k" })).toBeNull();
        await writer.close();
        expect(await readText({ objects, key: "k" })).toBe(pieces.join(""));
      }),
      { numRuns: 30 },
    ));

  it("does not appear when it is given up", async () => {
    const objects = store();
    const writer = objectWriter({ objects, key: "k" });
    await writer.write("half");
    await writer.abort();
    expect(await objects.size({ key: "k" })).toBeNull();
  });

  it("that cannot be stored says so, and does not wait for ever", async () => {
    const full = { ...store(), put: async () => Promise.reject(new Error("the disk is full")) };
    const writer = objectWriter({ objects: full, key: "k" });
    const writing = async () => {
      for (let piece = 0; piece < 100; piece++) await writer.write("x".repeat(10_000));
      await writer.close();
    };
    await expect(writing()).rejects.toThrow("the disk is full");
  });
});

describe("lines of an object", () => {
  it("are the same however the bytes arrive", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme" }).filter((line) => !/[\n\r]/.test(line) && line !== "")),
        fc.integer({ min: 1, max: 7 }),
        async (lines, size) => {
          const bytes = Buffer.from(lines.join("\n"));
          const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.subarray(i * size, (i + 1) * size),
          );
          const objects = { ...store(), get: async () => Readable.from(pieces, { objectMode: false }) };
          const read: string[] = [];
          for await (const line of readLines({ objects, key: "k" })) read.push(line);
          expect(read).toEqual(lines);
        },
      ),
      { numRuns: 50 },
    ));
});
