import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Memory } from "../equipment/memory-stores.ts";
import { play, type Scenario, type SimulatedRow, undoMeetingEarlierFile } from "./imports.ts";

/** Enough to have met every interleaving that was ever a fault here, in under a minute. */
const RUNS = 150;

const row: fc.Arbitrary<SimulatedRow> = fc.record({
  who: fc.option(fc.nat({ max: 3 }), { freq: 6 }),
  says: fc.constantFrom("Ana", "Bea", "Cleo", ""),
});

const scenario = (files: number): fc.Arbitrary<Scenario> =>
  fc.record({
    files: fc.array(fc.array(row, { maxLength: 6 }), { minLength: 1, maxLength: files }),
    undone: fc.constant([]),
    seed: fc.integer(),
    crashRate: fc.constantFrom(0, 0.02, 0.1, 0.3),
    twice: fc.constantFrom(0, 0.3),
  });

const withUndo = scenario(3).chain((given) =>
  fc.subarray(given.files.map((_, index) => index)).map((undone) => ({ ...given, undone })),
);

/** Leads as a table ought to hold them: row after row, file after file. */
function expected(files: SimulatedRow[][], undone: number[] = []): string[] {
  const leads = new Map<string, string>();
  for (const [file, rows] of files.entries()) {
    if (undone.includes(file)) continue;
    for (const [index, { who, says }] of rows.entries()) {
      if (who === null && says === "") continue;
      const identity = who === null ? `row ${says}` : `w${who}@example.com`;
      leads.set(identity, `${who === null ? "" : identity}|${says}|${file}.csv|${index + 2}`);
    }
  }
  return [...leads.values()].sort();
}

function actual(memory: Memory): string[] {
  return [...memory.leads.values()]
    .map(({ fields, sourceFile, row: at }) => `${fields.email}|${fields.firstName}|${sourceFile}|${at}`)
    .sort();
}

describe("the lead import, its processes dying at any moment and its batches in any order, some of them twice", () => {
  it("ends in the same table as one row after another", () =>
    fc.assert(
      fc.asyncProperty(scenario(3), async (given) => {
        const { memory } = await play(given);
        expect(actual(memory)).toEqual(expected(given.files));
      }),
      { numRuns: RUNS },
    ));

  it("counts one file as if nothing had happened", () =>
    fc.assert(
      fc.asyncProperty(scenario(1), async (given) => {
        const { summaries } = await play(given);
        const calm = await play({ ...given, crashRate: 0, twice: 0, seed: 1 });
        expect(summaries).toEqual(calm.summaries);
        const [summary] = summaries;
        const leads = expected(given.files).length;
        expect(summary).toMatchObject({
          status: "COMPLETED",
          created: leads,
          updated: 0,
          pending: 0,
          failed: 0,
        });
      }),
      { numRuns: RUNS },
    ));

  it("accounts for every row of every file", () =>
    fc.assert(
      fc.asyncProperty(scenario(3), async (given) => {
        const { summaries } = await play(given);
        for (const [index, s] of summaries.entries()) {
          const rows = given.files[index]?.filter(({ who, says }) => who !== null || says !== "").length;
          expect(s.created + s.updated + s.unchanged + s.superseded + s.duplicates + s.rejected).toBe(s.rows);
          expect(s.rows - s.rejected).toBe(rows);
          expect(s.pending).toBe(0);
        }
      }),
      { numRuns: RUNS },
    ));

  it("undone for any files, in any order and while others are under way, is as if they had never been", () =>
    fc.assert(
      fc.asyncProperty(withUndo, async (given) => {
        const { memory } = await play(given);
        expect(actual(memory)).toEqual(expected(given.files, given.undone));
        const left = [...memory.versions.values()].filter(({ sourceFile }) =>
          given.undone.some((file) => sourceFile === `${file}.csv`),
        );
        expect(left).toEqual([]);
      }),
      { numRuns: RUNS },
    ));

  it("undone while an earlier file writes the same lead in between, leaves that file's version", async () => {
    const files = [[{ who: 0, says: "Ana" }], [{ who: 0, says: "Bea" }]];
    const memory = await undoMeetingEarlierFile(files);
    expect(actual(memory)).toEqual(expected(files, [1]));
  });
});
