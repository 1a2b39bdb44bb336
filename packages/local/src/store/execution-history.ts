import type { DatabaseSync } from "node:sqlite";
import { ExecutionDetail, type ExecutionHistory, FlowEvent } from "@millrace/core/flow";
import * as z from "zod";
import { fromJson, transaction } from "./database.ts";
import type { ExecutionId } from "./executions.ts";

/** Executions of each flow whose history is kept: months of files, and some megabytes. */
const KEPT = 1_000;

/** What is stored of an execution beside its events. */
export const HistoryRecord = ExecutionDetail.omit({ flow: true, name: true, consoleUrl: true });
export type HistoryRecord = z.infer<typeof HistoryRecord>;

/** What is stored of an execution that is started once more. */
const Begun = z.object({ startedAt: z.number(), lastEventId: z.number() });
export type Begun = z.infer<typeof Begun>;

/** What is new of one execution. */
export interface HistoryEntry {
  execution: ExecutionId;
  record: HistoryRecord;
  /** Those not written before. */
  events: FlowEvent[];
}

/** {@link ExecutionHistory} with its writing side, for the process that runs the executions. */
export interface HistoryStore extends ExecutionHistory {
  /** Null where nothing is stored of an execution. */
  begun(execution: ExecutionId): Begun | null;
  /**
   * Writes what is new, in one transaction. With the first entry of an execution the oldest histories of its flow go, beyond the
   * newest 1,000; not those of executions that run.
   *
   * @throws Store.Throttled
   */
  write(entries: HistoryEntry[]): void;
}

const Row = z.object({ record: fromJson(HistoryRecord) });
const OldRow = z.object({ name: z.string() });
const EventRow = z.object({ event: fromJson(FlowEvent) });

/** Histories of executions in SQLite: any process that has the database open can read them. */
export function sqliteExecutionHistory(db: DatabaseSync): HistoryStore {
  const begun = db.prepare(
    `SELECT started_at AS startedAt, (
       SELECT coalesce(max(id), 0) FROM execution_events e WHERE e.flow = h.flow AND e.name = h.name
     ) AS lastEventId
     FROM execution_histories h WHERE flow = ? AND name = ?`,
  );
  const insert = db.prepare("INSERT INTO execution_histories VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
  const update = db.prepare("UPDATE execution_histories SET record = ? WHERE flow = ? AND name = ?");
  // Two processes can think for a moment that an execution is theirs: the first to write an event keeps its place.
  const addEvent = db.prepare("INSERT INTO execution_events VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
  const old = db.prepare(
    `SELECT name FROM execution_histories h WHERE flow = ?
       AND NOT EXISTS (SELECT 1 FROM executions e WHERE e.flow = h.flow AND e.name = h.name AND e.status = 'RUNNING')
     ORDER BY started_at DESC, rowid DESC LIMIT -1 OFFSET ${KEPT}`,
  );
  const removals = ["execution_events", "execution_histories"].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE flow = ? AND name = ?`),
  );
  const detail = db.prepare("SELECT record FROM execution_histories WHERE flow = ? AND name = ?");
  const events = db.prepare(
    "SELECT event FROM execution_events WHERE flow = ? AND name = ? AND id > ? ORDER BY id LIMIT ?",
  );

  function write({ execution: { flow, name }, record, events: added }: HistoryEntry): void {
    const text = JSON.stringify(record);
    if (insert.run(flow, name, record.startedAt, text).changes === 0) update.run(text, flow, name);
    else {
      for (const row of old.all(flow)) {
        for (const remove of removals) remove.run(flow, OldRow.parse(row).name);
      }
    }
    for (const event of added) addEvent.run(flow, name, event.id, JSON.stringify(event));
  }

  return {
    begun({ flow, name }) {
      const row = begun.get(flow, name);
      return row === undefined ? null : Begun.parse(row);
    },
    write(entries) {
      transaction(db, () => entries.forEach(write));
    },
    async detail({ flow, name }) {
      const row = detail.get(flow, name);
      return row === undefined ? null : { flow, name, consoleUrl: null, ...Row.parse(row).record };
    },
    async events({ flow, name, after = 0, limit }) {
      return events.all(flow, name, after, limit).map((row) => EventRow.parse(row).event);
    },
  };
}
