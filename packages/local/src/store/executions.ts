import type { DatabaseSync } from "node:sqlite";
import type { ExecutionStatus, FlowName } from "@millrace/core/flow";
import * as z from "zod";

/** A process that executes flows. */
export interface Owner {
  pid: number;
  /** True while a process with that number runs. */
  isAlive(pid: number): boolean;
}

export interface ExecutionRecord {
  name: string;
  flow: FlowName;
  input: unknown;
}

/**
 * An owner that has not been seen for so long is gone, even where another process has its number now
 * (after a restart of the machine).
 */
const LOST_AFTER_MS = 60_000;

const Row = z.object({
  name: z.string(),
  flow: z.enum(["lead-import", "lead-undo"]),
  input: z.string(),
  pid: z.number(),
  seen_at: z.number(),
});
const Status = z.object({ status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]) });

/** Which executions there are, and which process each is run by. */
export function executionStore(input: { db: DatabaseSync; owner: Owner; now: () => number }) {
  const { db, owner, now } = input;
  const insert = db.prepare(
    `INSERT INTO executions (name, flow, input, status, pid, seen_at, stop_requested)
     VALUES (?, ?, ?, 'RUNNING', ?, ?, 0) ON CONFLICT DO NOTHING`,
  );
  const status = db.prepare("SELECT status FROM executions WHERE name = ?");
  const finish = db.prepare("UPDATE executions SET status = ? WHERE name = ? AND status = 'RUNNING'");
  const seen = db.prepare("UPDATE executions SET seen_at = ? WHERE pid = ? AND status = 'RUNNING'");
  const requestStop = db.prepare(
    "UPDATE executions SET stop_requested = 1 WHERE name = ? AND status = 'RUNNING'",
  );
  const stopped = db.prepare(
    "SELECT name FROM executions WHERE pid = ? AND status = 'RUNNING' AND stop_requested = 1",
  );
  const running = db.prepare(
    "SELECT name, flow, input, pid, seen_at FROM executions WHERE status = 'RUNNING' ORDER BY rowid",
  );
  const unended = db.prepare("SELECT run_id AS runId FROM runs WHERE status IN ('REGISTERED', 'RUNNING')");
  const take = db.prepare(
    "UPDATE executions SET pid = ?, seen_at = ? WHERE name = ? AND pid = ? AND seen_at = ? AND status = 'RUNNING'",
  );

  return {
    /** Adds an execution of this process; false where one has that name. */
    add: (execution: ExecutionRecord): boolean =>
      insert.run(execution.name, execution.flow, JSON.stringify(execution.input), owner.pid, now())
        .changes === 1,
    status(name: string): ExecutionStatus | null {
      const row = status.get(name);
      return row === undefined ? null : Status.parse(row).status;
    },
    finish: (name: string, to: Exclude<ExecutionStatus, "RUNNING">): void => {
      finish.run(to, name);
    },
    /** Says that this process is at work. */
    beat: (): void => {
      seen.run(now(), owner.pid);
    },
    requestStop: (name: string): void => {
      requestStop.run(name);
    },
    /** Executions of this process that somebody wants stopped. */
    stopRequests: (): string[] =>
      stopped.all(owner.pid).map((row) => z.object({ name: z.string() }).parse(row).name),
    /** Runs that have not ended, whether they have an execution or not. */
    runsUnderWay: (): string[] =>
      unended.all().map((row) => z.object({ runId: z.string() }).parse(row).runId),
    /**
     * Takes over the executions whose process has died, oldest first.
     *
     * @param isMine - true for those this process runs: others with its number are an earlier process's, as after each
     *   start of a container
     */
    takeAbandoned(isMine: (name: string) => boolean): ExecutionRecord[] {
      const isAbandoned = ({ name, pid, seen_at }: z.infer<typeof Row>) =>
        pid === owner.pid ? !isMine(name) : !owner.isAlive(pid) || seen_at < now() - LOST_AFTER_MS;
      const rows = running.all().map((row) => Row.parse(row));
      return rows
        .filter(isAbandoned)
        .filter(({ name, pid, seen_at }) => take.run(owner.pid, now(), name, pid, seen_at).changes === 1)
        .map(({ name, flow, input: text }) => ({ name, flow, input: JSON.parse(text) }));
    },
  };
}

export type ExecutionStore = ReturnType<typeof executionStore>;
