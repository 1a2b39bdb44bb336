import { MillraceError } from "../error.ts";
import type { Flows } from "../flow/index.ts";
import { flowOf, isLeadRun, type Run, type RunStatus } from "../run/index.ts";
import { say } from "../sentence/index.ts";
import type { RunDeps } from "./deps.ts";

const RETRYABLE: readonly RunStatus[] = ["PAUSED", "COMPLETED_WITH_ERRORS", "FAILED", "CANCELLED"];

/** Whether {@link retryRun} would do a run again as it stands. */
export function isRetryable({ status }: Pick<Run, "status">): boolean {
  return RETRYABLE.includes(status);
}

/**
 * Starts a run again with the batches that failed or wait, or from the beginning where its file could not be read. Which batches these are the
 * execution finds out first: whoever asks for a retry waits for a count, however many there are.
 *
 * @param input.maxCostUsd - what the model may cost from now on, all tries together; as before where not given
 * @returns the name of the execution, and how many batches it has; null for a run that starts from its file
 * @throws Run.NotFound; Run.Conflict when the run is under way, done, or undone
 */
export async function retryRun(
  input: { runId: string; maxCostUsd?: number },
  deps: RunDeps & { flows: Flows },
): Promise<{ name: string; batches: number | null }> {
  const { runId, maxCostUsd } = input;
  const { runs, flows } = deps;
  const run = await runs.get({ runId });
  if (run === null) throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
  const conflict = new MillraceError("Run.Conflict", say("run.nothingToRetry", { run: runId }));
  if (!isRetryable(run)) throw conflict;
  const attempt = run.attempt + 1;
  const batches = run.parse === null ? null : run.parse.batches - (await runs.totals({ runId })).completed;
  const options = maxCostUsd !== undefined && isLeadRun(run) ? { ...run.options, maxCostUsd } : run.options;
  const set = { status: "RUNNING", attempt, options, halted: null, error: null, finishedAt: null } as const;
  if ((await runs.update({ runId, from: RETRYABLE, set })) === null) throw conflict;
  const name = executionName(runId, attempt);
  await flows.start({ flow: flowOf(options), name, input: { runId } });
  return { name, batches };
}

/**
 * Starts the execution of a run whose process died between recording the run, or its retry, and starting it. For any other
 * run nothing happens. The execution starts from the beginning: what is done answers from its records.
 */
export async function ensureStarted(
  input: { runId: string },
  deps: RunDeps & { flows: Flows },
): Promise<void> {
  const { runId } = input;
  const run = await deps.runs.get({ runId });
  if (run?.status !== "REGISTERED" && run?.status !== "RUNNING") return;
  await deps.flows.start({
    flow: flowOf(run.options),
    name: executionName(runId, run.attempt),
    input: { runId },
  });
}

/** The name of a run's n-th execution; the first carries the runId as it is. */
export function executionName(runId: string, attempt: number): string {
  return attempt === 1 ? runId : `${runId}-r${attempt - 1}`;
}

/** The run of an execution, by the execution's name. */
export function runOfExecution(name: string): string {
  return name.replace(/-r\d+$/, "");
}
