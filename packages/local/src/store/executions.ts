import type { DatabaseSync } from "node:sqlite";
import { type ExecutionStatus, FlowName } from "@millrace/core/flow";
import * as z from "zod";

/** A process that executes flows. */
export interface Owner {
  pid: number;
  /** True while a process with that number runs. */
  isAlive(pid: number): boolean;
}

/** Which execution: names are each flow's own. */
export interface ExecutionId {
  flow: FlowName;
  name: string;
}

export interface ExecutionRecord extends ExecutionId {
  input: unknown;
}

/**
 * An owner that has not been seen for so long is gone, even where another process has its number now
 * (after a restart of the machine).
 */
const LOST_AFTER_MS = 60_000;

const Id = z.object({ flow: FlowName, name: z.string() });
const Row = Id.extend({ input: z.string(), pid: z.number(), seen_at: z.number() });
const Status = z.object({ status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]) });

/** Which executions there are, and which process each is run by. */
export function executionStore(input: { db: DatabaseSync; owner: Owner; now: () => number }) {
  const { db, owner, now } = input;
  const insert = db.prepare(
    `INSERT INTO executions (flow, name, input, status, pid, seen_at, stop_requested)
     VALUES (?, ?, ?, 'RUNNING', ?, ?, 0) ON CONFLICT DO NOTHING`,
  );
  const status = db.prepare("SELECT status FROM executions WHERE flow = ? AND name = ?");
  // Nobody reads the input of an execution that has ended, and it may hold a person's phone.
  const finish = db.prepare(
    "UPDATE executions SET status = ?, input = 'null' WHERE flow = ? AND name = ? AND status = 'RUNNING'",
  );
  const seen = db.prepare("UPDATE executions SET seen_at = ? WHERE pid = ? AND status = 'RUNNING'");
  const requestStop = db.prepare(
    "UPDATE executions SET stop_requested = 1 WHERE flow = ? AND name = ? AND status = 'RUNNING'",
  );
  const stopped = db.prepare(
    "SELECT flow, name FROM executions WHERE pid = ? AND status = 'RUNNING' AND stop_requested = 1",
  );
  const running = db.prepare(
    "SELECT flow, name, input, pid, seen_at FROM executions WHERE status = 'RUNNING' ORDER BY rowid",
  );
  const unended = db.prepare("SELECT run_id AS runId FROM runs WHERE status IN ('REGISTERED', 'RUNNING')");
  const take = db.prepare(
    `UPDATE executions SET pid = ?, seen_at = ?
     WHERE flow = ? AND name = ? AND pid = ? AND seen_at = ? AND status = 'RUNNING'`,
  );

  return {
    /** Adds an execution of this process; false where one of its flow has that name. */
    add: ({ flow, name, input: given }: ExecutionRecord): boolean =>
      insert.run(flow, name, JSON.stringify(given), owner.pid, now()).changes === 1,
    status({ flow, name }: ExecutionId): ExecutionStatus | null {
      const row = status.get(flow, name);
      return row === undefined ? null : Status.parse(row).status;
    },
    finish: ({ flow, name }: ExecutionId, to: Exclude<ExecutionStatus, "RUNNING">): void => {
      finish.run(to, flow, name);
    },
    /** Says that this process is at work. */
    beat: (): void => {
      seen.run(now(), owner.pid);
    },
    requestStop: ({ flow, name }: ExecutionId): void => {
      requestStop.run(flow, name);
    },
    /** Executions of this process that somebody wants stopped. */
    stopRequests: (): ExecutionId[] => stopped.all(owner.pid).map((row) => Id.parse(row)),
    /** Runs that have not ended, whether they have an execution or not. */
    runsUnderWay: (): string[] =>
      unended.all().map((row) => z.object({ runId: z.string() }).parse(row).runId),
    /**
     * Takes over the executions whose process has died, oldest first.
     *
     * @param input.isMine - true for those this process runs: others with its number are an earlier process's, as after each
     *   start of a container
     * @param input.isWanted - of which flows
     */
    takeAbandoned(input: {
      isMine: (id: ExecutionId) => boolean;
      isWanted: (flow: FlowName) => boolean;
    }): ExecutionRecord[] {
      const { isMine, isWanted } = input;
      const isAbandoned = (row: z.infer<typeof Row>) =>
        row.pid === owner.pid ? !isMine(row) : !owner.isAlive(row.pid) || row.seen_at < now() - LOST_AFTER_MS;
      const taken = ({ flow, name, pid, seen_at }: z.infer<typeof Row>) =>
        take.run(owner.pid, now(), flow, name, pid, seen_at).changes === 1;
      const rows = running.all().map((row) => Row.parse(row));
      return rows
        .filter(({ flow }) => isWanted(flow))
        .filter(isAbandoned)
        .filter(taken)
        .map(({ flow, name, input: text }) => ({ flow, name, input: JSON.parse(text) }));
    },
  };
}

export type ExecutionStore = ReturnType<typeof executionStore>;
