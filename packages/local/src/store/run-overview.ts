import type { DatabaseSync } from "node:sqlite";
import type { Run } from "@millrace/core/run";
import * as z from "zod";
import { RUN_COLUMNS, runOf } from "./runs.ts";

/** Runs of all tenants, for whoever operates the machine. Looks through all there are: without what their files were like, they are small. */
export interface RunOverview {
  /** Newest first. */
  newest(input: { limit: number }): Run[];
  /** Newest first. */
  paused(input: { limit: number }): Run[];
  /** How many messages of a queue, that nobody holds, name a run that needs no retry any more. */
  settled(input: { queue: string; now: number }): number;
}

const Counted = z.object({ count: z.number() });

export function sqliteRunOverview(db: DatabaseSync): RunOverview {
  const selectNewest = db.prepare(`SELECT ${RUN_COLUMNS} FROM runs ORDER BY registered_at DESC LIMIT ?`);
  const selectPaused = db.prepare(
    `SELECT ${RUN_COLUMNS} FROM runs WHERE status = 'PAUSED' ORDER BY registered_at DESC LIMIT ?`,
  );
  const countSettled = db.prepare(
    `SELECT count(*) AS count FROM messages
     JOIN runs ON run_id = CASE WHEN json_valid(body) THEN body ->> 'runId' END
     WHERE queue = ? AND visible_at <= ? AND status IN ('COMPLETED', 'UNDONE', 'CANCELLED')`,
  );
  return {
    newest: ({ limit }) => selectNewest.all(limit).map(runOf),
    paused: ({ limit }) => selectPaused.all(limit).map(runOf),
    settled: ({ queue, now }) => Counted.parse(countSettled.get(queue, now)).count,
  };
}
