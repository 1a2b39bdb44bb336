import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/index.ts";
import { machine, run } from "../run.ts";

type Batch = { BatchInput?: Json; Items: Json[] };

async function batchesOf(items: Json[], batcher: { [name: string]: Json }): Promise<Batch[]> {
  const { result } = await run({
    definition: machine({
      M: {
        Type: "Map",
        ItemBatcher: batcher,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          ...machine({ A: { Type: "Pass", End: true } }),
        },
        End: true,
      },
    }),
    input: items,
  });
  expect(result.status).toBe("SUCCEEDED");
  return "output" in result ? (result.output as Batch[]) : [];
}

test("every item is in one batch, in order, and no batch is larger than it may be in items or bytes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ maxLength: 12 }), { maxLength: 25 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 120, max: 300 }),
      async (items, maxItems, maxBytes) => {
        const all = await batchesOf(items, {
          MaxItemsPerBatch: maxItems,
          MaxInputBytesPerBatch: maxBytes,
          BatchInput: { run: 1 },
        });
        expect(all.flatMap(({ Items }) => Items)).toEqual(items);
        for (const batch of all) {
          expect(batch.Items.length).toBeLessThanOrEqual(maxItems);
          expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThanOrEqual(maxBytes);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("an item that fits into no batch fails the Map", async () => {
  await expect(batchesOf(["x".repeat(100)], { MaxInputBytesPerBatch: 50 })).rejects.toThrow("FAILED");
});
