import type { Execution } from "../queries.ts";

export type StateProgress = Execution["states"][number];

/** How a state is shown: not entered, in it now, left well, left by a failure, or both of them. */
export type StateLook = "idle" | "running" | "done" | "failed" | "mixed";

export function lookOf(progress: StateProgress | undefined): StateLook {
  if (progress === undefined) return "idle";
  const { running, done, failed } = progress;
  if (running > 0) return "running";
  if (failed > 0) return done > 0 ? "mixed" : "failed";
  return done > 0 ? "done" : "idle";
}
