import * as z from "zod";
import { say } from "../sentence/index.ts";
import { step } from "../step/index.ts";
import type { RunDeps } from "./deps.ts";
import { CaughtError, failureOf } from "./failure.ts";

export const FailRunInput = z.object({ runId: z.string(), error: CaughtError });

/** Closes a run whose file could not be processed at all. */
export const failRun = step(FailRunInput, async ({ runId, error }, deps: RunDeps) => {
  const failure = failureOf(error);
  const run = await deps.runs.update({
    runId,
    from: ["REGISTERED", "RUNNING"],
    set: { status: "FAILED", finishedAt: deps.clock.now(), error: failure },
  });
  deps.log.warn(say("log.run"), { runId, errorName: failure.name });
  return { runId, status: run?.status ?? null, errorName: failure.name };
});
