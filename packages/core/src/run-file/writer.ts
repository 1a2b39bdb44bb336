import { type ObjectStore, objectWriter } from "../object/index.ts";
import type { BatchPointer } from "../run/index.ts";
import { batchIdOf, runKeys } from "./keys.ts";
import type { RejectedRow } from "./row.ts";

/** What a parsed file leaves for the rest of its run. */
export interface RunFileWriter {
  /** A batch: its rows, and a line in the list of batches. Nothing for no rows. */
  batch(rows: readonly object[]): Promise<void>;
  reject(row: RejectedRow): Promise<void>;
}

/**
 * Writes a run's rows, rejected rows and list of batches while `work` gives them. The list is closed last: where it is, the rest is there
 * too. Where `work` fails none of them is.
 *
 * @returns how many there were
 */
export async function writingRunFile(
  input: { objects: ObjectStore; runId: string },
  work: (writer: RunFileWriter) => Promise<void>,
): Promise<{ batches: number; rejected: number }> {
  const { objects, runId } = input;
  const rows = objectWriter({ objects, key: runKeys.rows(runId) });
  const rejects = objectWriter({ objects, key: runKeys.rejected(runId) });
  const pointers = objectWriter({ objects, key: runKeys.batches(runId) });
  const inOrder = [rows, rejects, pointers];
  let offset = 0;
  let batches = 0;
  let rejected = 0;
  try {
    await work({
      async batch(lines) {
        if (lines.length === 0) return;
        const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
        const bytes = Buffer.byteLength(text);
        const pointer: BatchPointer = { batchId: batchIdOf(++batches), rows: lines.length, offset, bytes };
        await rows.write(text);
        await pointers.write(`${JSON.stringify(pointer)}\n`);
        offset += bytes;
      },
      async reject(row) {
        rejected++;
        await rejects.write(`${JSON.stringify(row)}\n`);
      },
    });
    for (const writer of inOrder) await writer.close();
  } catch (error) {
    await Promise.all(inOrder.map((writer) => writer.abort()));
    throw error;
  }
  return { batches, rejected };
}
