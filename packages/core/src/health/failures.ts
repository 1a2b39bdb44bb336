import type { Failure, Run, RunStatus, RunStore } from "../run/index.ts";
import { say } from "../sentence/index.ts";
import { MOST_ERRORS, type RecentError } from "./report.ts";

/** Runs whose batches may have failed. A run that failed as a whole says why itself, and a cancelled one was stopped by its owner. */
const WITH_FAILED_BATCHES: readonly RunStatus[] = ["RUNNING", "PAUSED", "COMPLETED_WITH_ERRORS"];

/** Runs whose failed batches are looked for: in a store that keeps batches by their ids alone, a look goes through all of a run's. */
const RUNS_LOOKED_INTO = 10;

/** Failed batches of a run that are looked at: their reasons are few. */
const BATCHES_LOOKED_AT = 10;

/** Of runs that are not looked into. */
const SOME_FAILED: Failure = { name: "Batch.Failed", message: say("batch.someFailed") };

/**
 * Why runs failed or stand still, and why batches of theirs failed: each reason of a run once, with its last time.
 *
 * @param input.runs - newest first
 * @returns newest first, at most {@link MOST_ERRORS}
 */
export async function recentFailures(
  input: { runs: readonly Run[] },
  deps: { runs: Pick<RunStore, "batches"> },
): Promise<RecentError[]> {
  const { runs } = input;
  const suspects = runs.filter(({ status }) => WITH_FAILED_BATCHES.includes(status));
  const ofBatches = await Promise.all(
    suspects.slice(0, RUNS_LOOKED_INTO).map((run) => failuresOfBatches(run, deps)),
  );
  const notLookedInto = suspects
    .slice(RUNS_LOOKED_INTO)
    .filter(({ status }) => status === "COMPLETED_WITH_ERRORS")
    .map((run) => failureAt({ run, at: endOf(run), failure: SOME_FAILED }));
  return newestFirst([...runs.flatMap(failuresOfRun), ...ofBatches.flat(), ...notLookedInto]);
}

/** @returns at most {@link MOST_ERRORS} */
export function newestFirst(errors: readonly RecentError[]): RecentError[] {
  return errors.toSorted((a, b) => b.at - a.at).slice(0, MOST_ERRORS);
}

function failuresOfRun(run: Run): RecentError[] {
  return [run.error, run.halted].flatMap((failure) =>
    failure === null ? [] : [failureAt({ run, at: endOf(run), failure })],
  );
}

async function failuresOfBatches(
  run: Run,
  deps: { runs: Pick<RunStore, "batches"> },
): Promise<RecentError[]> {
  const { runId } = run;
  const batches = await deps.runs.batches({ runId, status: "FAILED", limit: BATCHES_LOOKED_AT });
  const last = new Map<string, RecentError>();
  for (const { error, finishedAt: at } of batches) {
    const failure = error ?? SOME_FAILED;
    const reason = `${failure.name} ${failure.message}`;
    if ((last.get(reason)?.at ?? 0) < at) last.set(reason, failureAt({ run, at, failure }));
  }
  return [...last.values()];
}

function failureAt(input: { run: Run; at: number; failure: Failure }): RecentError {
  const { run, at, failure } = input;
  return { at, ...failure, tenantId: run.tenantId, runId: run.runId, requestId: null };
}

/** As near as its record says. */
function endOf({ finishedAt, startedAt, registeredAt }: Run): number {
  return finishedAt ?? startedAt ?? registeredAt;
}
