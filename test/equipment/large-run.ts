import { join } from "node:path";
import { uploadOrder } from "@millrace/core/run";
import { openDatabase } from "@millrace/local/store/database";
import { sqliteRuns } from "@millrace/local/store/runs";
import { systemClock, uuid } from "@millrace/local/system";
import { batch, run } from "../contract/samples.ts";
import { RULES } from "./importing.ts";

/** A run under way in the stores of a data folder, as another process works on it. */
export interface LargeRun {
  runId: string;
  sourceFile: string;
  /** Records batches as they end, the next of the file each time; one in a hundred fails. @param perSecond - as many as can be, where not given */
  record(input: { count: number; perSecond?: number }): Promise<void>;
  /** How many batches stand how by now. */
  counts(): { completed: number; failed: number; open: number };
  close(): void;
}

const ROWS_A_BATCH = 10;
const ROW_BYTES = 80;
const FAILS_EVERY = 100;

/**
 * Registers a run of so many batches, none of which is done.
 *
 * @param input.upload - tells several such runs apart
 */
export async function largeRun(input: { data: string; batches: number; upload?: number }): Promise<LargeRun> {
  const { data, batches, upload = 1 } = input;
  const db = openDatabase(join(data, "millrace.db"));
  const runs = sqliteRuns(db);
  const now = systemClock.now();
  const sourceFile = `subscribers-${upload}.csv`;
  const id = uuid().replaceAll("-", "").slice(0, 20);
  const { runId } = await runs.register(
    run({
      ...{ tenantId: "default", upload, runId: id, sourceFile, options: RULES, status: "RUNNING" },
      ...{
        order: uploadOrder({ eventTime: now, sequencer: "", runId: id }),
        registeredAt: now,
        startedAt: now,
      },
      bytes: batches * ROWS_A_BATCH * ROW_BYTES,
      parse: {
        ...{ format: "csv", encoding: "utf-8", delimiter: ",", sheet: "", headerRow: 1, header: ["email"] },
        columns: [{ header: "email", target: "email", confidence: "certain", reason: "name" }],
        ...{ notes: [], rows: batches * ROWS_A_BATCH, duplicates: 0, rejected: 0, batches },
        skipped: { blank: 0, preamble: 0, repeatedHeader: 0 },
      },
    }),
  );
  let ended = 0;
  let failed = 0;
  const endOne = async () => {
    ended += 1;
    const isFailed = ended % FAILS_EVERY === 0;
    if (isFailed) failed += 1;
    await runs.putBatch(
      batch({
        ...{ runId, batchId: `b${String(ended).padStart(7, "0")}`, rows: ROWS_A_BATCH },
        ...(isFailed
          ? {
              ...{ status: "FAILED", created: 0 },
              error: {
                name: "Store.Throttled",
                message: "the database was busy for longer than it is waited for",
              },
            }
          : {}),
        ...{ startedAt: systemClock.now() - 1_000, finishedAt: systemClock.now() },
      }),
    );
  };
  return {
    ...{ runId, sourceFile },
    async record({ count, perSecond }) {
      const begun = systemClock.now();
      for (let done = 0; done < count; done++) {
        const due = perSecond === undefined ? 0 : begun + (done * 1_000) / perSecond;
        if (due > systemClock.now()) await systemClock.sleep(due - systemClock.now());
        await endOne();
      }
    },
    counts: () => ({ completed: ended - failed, failed, open: batches - ended }),
    close: () => db.close(),
  };
}
