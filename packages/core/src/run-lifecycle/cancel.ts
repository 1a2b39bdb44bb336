import { MillraceError } from "../error.ts";
import type { Flows } from "../flow/index.ts";
import { flowOf, type Run, type RunStatus } from "../run/index.ts";
import { say } from "../sentence/index.ts";
import type { RunDeps } from "./deps.ts";
import { executionName } from "./retry.ts";

const CANCELLABLE: readonly RunStatus[] = ["REGISTERED", "RUNNING", "PAUSED"];

/** Whether {@link cancelRun} would stop a run as it stands. */
export function isCancellable({ status }: Pick<Run, "status">): boolean {
  return CANCELLABLE.includes(status);
}

/**
 * Stops a run. What it has written stays (`undo` takes it back); rows of batches that have not ended stay pending, until a retry does them.
 *
 * @throws Run.NotFound; Run.Conflict when the run has ended
 */
export async function cancelRun(input: { runId: string }, deps: RunDeps & { flows: Flows }): Promise<Run> {
  const { runId } = input;
  const known = await deps.runs.get({ runId });
  if (known === null) throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
  const run = await deps.runs.update({
    runId,
    from: CANCELLABLE,
    set: { status: "CANCELLED", finishedAt: deps.clock.now() },
  });
  if (run === null) throw new MillraceError("Run.Conflict", say("run.ended", { run: runId }));
  const name = executionName(runId, run.attempt);
  await deps.flows.stop({ flow: flowOf(run.options), name, cause: "cancelled by its owner" });
  return run;
}
