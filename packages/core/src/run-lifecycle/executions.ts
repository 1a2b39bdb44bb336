import type { ExecutionDetail, ExecutionHistory, FlowName } from "../flow/index.ts";
import { flowOf, type Run } from "../run/index.ts";
import { executionName } from "./retry.ts";

/** A run's newest retries that are listed: each is asked for by itself. */
const MOST_RETRIES = 20;

/** The name of a run's n-th undo, from 1. */
export function undoName(runId: string, attempt: number): string {
  return `${runId}-undo${attempt}`;
}

/** The flow of the execution with a name; null where no execution of the run has such a name. */
export function flowOfExecution(input: { run: Run; name: string }): FlowName | null {
  const { run, name } = input;
  if (!name.startsWith(run.runId)) return null;
  const rest = name.slice(run.runId.length);
  if (rest === "" || /^-r[1-9]\d*$/.test(rest)) return flowOf(run.options);
  return /^-undo[1-9]\d*$/.test(rest) ? "lead-undo" : null;
}

/**
 * The executions of a run whose history is kept, newest first: its first and its newest 20 retries, and its undos.
 *
 * @throws Store.Throttled
 */
export async function executionsOf(
  run: Run,
  { executions }: { executions: ExecutionHistory },
): Promise<ExecutionDetail[]> {
  const flow = flowOf(run.options);
  const oldest = Math.max(1, run.attempt - MOST_RETRIES + 1);
  const attempts = Array.from({ length: run.attempt - oldest + 1 }, (_, n) => oldest + n);
  if (oldest > 1) attempts.unshift(1);
  const [tries, undos] = await Promise.all([
    Promise.all(
      attempts.map((attempt) => executions.detail({ flow, name: executionName(run.runId, attempt) })),
    ),
    undosOf(run, { executions }),
  ]);
  // In the order in which they were begun, where two have the same time.
  const known = [...tries.filter((detail) => detail !== null), ...undos];
  return known.reverse().toSorted((a, b) => b.startedAt - a.startedAt);
}

/** The newest execution of a run; null where no history of it is kept. @throws Store.Throttled */
export async function newestExecution(
  run: Run,
  { executions }: { executions: ExecutionHistory },
): Promise<ExecutionDetail | null> {
  const name = executionName(run.runId, run.attempt);
  const [last, undos] = await Promise.all([
    executions.detail({ flow: flowOf(run.options), name }),
    undosOf(run, { executions }),
  ]);
  const undo = undos.at(-1) ?? null;
  if (last === null || undo === null) return last ?? undo;
  return undo.startedAt >= last.startedAt ? undo : last;
}

/** Undos of a run, oldest first: rarely more than one. */
async function undosOf(
  { runId }: Run,
  { executions }: { executions: ExecutionHistory },
): Promise<ExecutionDetail[]> {
  const undos: ExecutionDetail[] = [];
  for (;;) {
    const name = undoName(runId, undos.length + 1);
    const detail = await executions.detail({ flow: "lead-undo", name });
    if (detail === null) return undos;
    undos.push(detail);
  }
}
