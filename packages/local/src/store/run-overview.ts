import type { DatabaseSync } from "node:sqlite";
import type { Run } from "@millrace/core/run";
import { RUN_COLUMNS, runOf } from "./runs.ts";

/** Runs of all tenants, for whoever operates the machine. Looks through all there are: without what their files were like, they are small. */
export interface RunOverview {
  /** Newest first. */
  newest(input: { limit: number }): Run[];
  /** Newest first. */
  paused(input: { limit: number }): Run[];
}

export function sqliteRunOverview(db: DatabaseSync): RunOverview {
  const selectNewest = db.prepare(`SELECT ${RUN_COLUMNS} FROM runs ORDER BY registered_at DESC LIMIT ?`);
  const selectPaused = db.prepare(
    `SELECT ${RUN_COLUMNS} FROM runs WHERE status = 'PAUSED' ORDER BY registered_at DESC LIMIT ?`,
  );
  return {
    newest: ({ limit }) => selectNewest.all(limit).map(runOf),
    paused: ({ limit }) => selectPaused.all(limit).map(runOf),
  };
}
