import type { BatchStatus } from "@millrace/core/run";
import { batchIdOf, indexOfBatch, readGrid, watchGrid } from "@millrace/core/run-file";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

/** A run's statuses by their places, and how many of them were read. */
function statuses() {
  const at = new Map<number, BatchStatus>();
  const read = { rows: 0 };
  const runs = {
    async batchStatuses({ after = "", limit }: { after?: string; limit: number }) {
      const states = [...at]
        .map(([place, status]) => ({ batchId: batchIdOf(place + 1), status }))
        .filter(({ batchId }) => batchId > after)
        .toSorted((a, b) => (a.batchId < b.batchId ? -1 : 1))
        .slice(0, limit);
      read.rows += states.length;
      return states;
    },
  };
  return { at, read, source: { runs, runId: "run" } };
}
const LETTER = { COMPLETED: "C", FAILED: "F", PENDING: "P" };
const lettersOf = (at: Map<number, BatchStatus>, from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, n) => {
    const status = at.get(from + n);
    return status === undefined ? "." : LETTER[status];
  }).join("");

const Status = fc.constantFrom<BatchStatus[]>("COMPLETED", "FAILED", "PENDING");
const Place = fc.nat(2_999);

describe("the grid of a run", () => {
  it("counts places from 0, batches from 1", () => {
    expect(indexOfBatch("b0000001")).toBe(0);
    expect(indexOfBatch(batchIdOf(12_345_678))).toBe(12_345_677);
  });

  it("has the letter of each batch at its place, in any part of it", async () => {
    const States = fc.array(fc.tuple(Place, Status), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(States, Place, Place, async (states, from, to) => {
        const { at, source } = statuses();
        for (const [place, status] of states) at.set(place, status);
        expect(await readGrid({ ...source, from, to })).toBe(lettersOf(at, from, to));
      }),
      { numRuns: 50 },
    );
  });

  it("is the same to whoever follows it as to whoever reads it, whatever changes between two looks", async () => {
    const Looks = fc.array(fc.array(fc.tuple(Place, Status), { maxLength: 30 }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(Looks, fc.integer({ min: 100, max: 5_000 }), async (looks, most) => {
        const { at, source } = statuses();
        const watch = watchGrid({ ...source, all: 3_000, most });
        const letters: string[] = [];
        for (const changed of looks) {
          for (const [place, status] of changed) {
            // As in every store: a batch that is completed stays so.
            if (at.get(place) !== "COMPLETED") at.set(place, status);
          }
          for (const { from, text } of await watch.changes()) {
            expect(text.length).toBeLessThanOrEqual(most);
            letters.splice(from, text.length, ...text);
          }
        }
        expect(letters.join("")).toBe(lettersOf(at, 0, 3_000));
      }),
      { numRuns: 50 },
    );
  });

  it("is told whole at first, then nothing but what changes", async () => {
    const { at, source } = statuses();
    const watch = watchGrid({ ...source, all: 5_000, most: 100_000 });
    expect(await watch.changes()).toEqual([{ from: 0, text: ".".repeat(5_000) }]);
    expect(await watch.changes()).toEqual([]);
    at.set(3, "FAILED");
    at.set(5, "COMPLETED");
    at.set(4_000, "COMPLETED");
    expect(await watch.changes()).toEqual([
      { from: 3, text: "F.C" },
      { from: 4_000, text: "C" },
    ]);
  });

  it("of no batches is one empty piece", async () => {
    const watch = watchGrid({ ...statuses().source, all: 0, most: 10 });
    expect(await watch.changes()).toEqual([{ from: 0, text: "" }]);
    expect(await watch.changes()).toEqual([]);
  });

  it("is not read again where all is completed", async () => {
    const { at, read, source } = statuses();
    const watch = watchGrid({ ...source, all: 10_000, most: 100_000 });
    for (let place = 0; place < 9_500; place++) if (place !== 1_500) at.set(place, "COMPLETED");
    await watch.changes();
    read.rows = 0;
    await watch.changes();
    // The chunk with the gap, which a query fills up from the next, and the last.
    expect(read.rows).toBeLessThanOrEqual(1_500);
  });
});
