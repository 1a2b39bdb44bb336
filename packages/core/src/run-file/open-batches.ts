import { type ObjectStore, objectWriter, readLines } from "../object/index.ts";
import { BatchPointer, type RunStore } from "../run/index.ts";
import { GRID_LETTERS, readGrid } from "./grid.ts";
import { indexOfBatch, runKeys } from "./keys.ts";
import { parseLine } from "./row.ts";

/**
 * Writes the list of a run's batches that are not completed, for another try: those that failed or wait, and those that nobody recorded. They are found by
 * statuses alone, some thousand in a request, so that 100,000 batches take seconds.
 *
 * @param input.batches - how many the run has
 * @param input.key - where the list goes
 * @returns how many are listed
 * @throws Object.NotFound where the run's files are gone
 */
export async function listOpenBatches(
  input: { runId: string; batches: number; key: string },
  { objects, runs }: { objects: ObjectStore; runs: Pick<RunStore, "batchStatuses"> },
): Promise<number> {
  const { runId, batches, key } = input;
  const grid = await readGrid({ runs, runId, from: 0, to: batches });
  const writer = objectWriter({ objects, key });
  let listed = 0;
  try {
    for await (const line of readLines({ objects, key: runKeys.batches(runId) })) {
      const { batchId } = parseLine(BatchPointer, line, 1);
      if (grid[indexOfBatch(batchId)] === GRID_LETTERS.COMPLETED) continue;
      await writer.write(`${line}\n`);
      listed++;
    }
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return listed;
}
