import * as z from "zod";
import type { Flows } from "../flow/index.ts";
import { flowOf, NO_USAGE, type Run, type RunOptions, runIdOf, uploadOrder } from "../run/index.ts";
import type { RunDeps } from "./deps.ts";
import { executionName } from "./retry.ts";

/** An uploaded file, as a bucket's event or the watched folder announces it. */
export const Upload = z.object({
  bucket: z.string(),
  key: z.string(),
  /** Which version of the object it is: what another upload to the same key does not share. */
  version: z.string(),
  tenantId: z.string(),
  sourceFile: z.string(),
  bytes: z.number(),
  /** When it arrived, in ms, and S3's sequencer ("" where there is none). */
  eventTime: z.number(),
  sequencer: z.string(),
});
export type Upload = z.infer<typeof Upload>;

/**
 * Registers the run of an upload and starts its execution, in the flow its options are of. Announcing the same upload again starts nothing new, and
 * finishes what an earlier try left half done.
 */
export async function registerUpload(
  input: { upload: Upload; options: RunOptions },
  deps: Pick<RunDeps, "runs" | "clock" | "log"> & { flows: Flows },
): Promise<Run> {
  const { upload, options } = input;
  const { runs, flows, clock, log } = deps;
  const runId = runIdOf(upload);
  const run = await runs.register({
    runId,
    tenantId: upload.tenantId,
    order: uploadOrder({ ...upload, runId }),
    key: upload.key,
    version: upload.version,
    sourceFile: upload.sourceFile,
    bytes: upload.bytes,
    options,
    status: "REGISTERED",
    registeredAt: clock.now(),
    startedAt: null,
    finishedAt: null,
    attempt: 1,
    parse: null,
    model: NO_USAGE,
    halted: null,
    error: null,
  });
  const name = executionName(runId, 1);
  const started = await flows.start({
    flow: flowOf(options),
    name,
    input: { runId },
  });
  log.info(started === "started" ? "run started" : "run was started before", {
    runId,
    tenantId: run.tenantId,
    bytes: run.bytes,
  });
  return run;
}
