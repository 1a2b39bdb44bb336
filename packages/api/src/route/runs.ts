import { previewUndo, undoRun } from "@millrace/core/lead-import";
import { type BatchRecord, flowOf } from "@millrace/core/run";
import { batchIdOf, readGrid } from "@millrace/core/run-file";
import { cancelRun, listRuns, retryRun } from "@millrace/core/run-lifecycle";
import { decodeCursor, pageOf } from "@millrace/core/shop";
import { MOST_GRID } from "../contract/run-views.ts";
import * as contract from "../contract/runs.ts";
import type { Api, RouteDeps } from "../deps.ts";
import { flowsOfKey, runOfKey } from "../middleware/run-access.ts";
import { shownBatch, shownRun } from "./run-view.ts";

/**
 * So many leads are looked at for the preview of an undo. Those that the run spoke for last cost a request each: on AWS some eight seconds, of the 29 in
 * which the gateway wants its answer.
 */
const MOST_UNDO_LEADS = 10_000;

export function runRoutes(api: Api, deps: RouteDeps): void {
  api.openapi(contract.listRuns, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { flow, ...query } = c.req.valid("query");
    const readable = flowsOfKey(c, "read");
    const flows = flow === undefined ? readable : readable.filter((each) => each === flow);
    const { items, nextCursor } = await listRuns({ tenantId, flows, ...query }, deps);
    return c.json({ items: await Promise.all(items.map((run) => shownRun(run, deps))), nextCursor }, 200);
  });

  api.openapi(contract.getRun, async (c) => {
    const run = await runOfKey(c, { ...c.req.valid("param"), access: "read" }, deps);
    return c.json(await shownRun(run, deps), 200);
  });

  api.openapi(contract.listBatches, async (c) => {
    const { runId, options } = await runOfKey(c, { ...c.req.valid("param"), access: "read" }, deps);
    const { cursor, from = 0, limit, status } = c.req.valid("query");
    const rows = await deps.runs.batches({
      ...{ runId, limit: limit + 1 },
      after: cursor === undefined ? batchIdOf(from) : decodeCursor(cursor).id,
      ...(status === undefined ? {} : { status }),
    });
    const item = (batch: BatchRecord) => shownBatch(batch, flowOf(options));
    // The id alone says where a batch stands.
    const position = ({ batchId }: BatchRecord) => ({ at: 0, id: batchId });
    return c.json(pageOf({ rows, limit, item, position }), 200);
  });

  api.openapi(contract.getGrid, async (c) => {
    const { runId, parse } = await runOfKey(c, { ...c.req.valid("param"), access: "read" }, deps);
    const { from } = c.req.valid("query");
    const all = parse?.batches ?? 0;
    const to = Math.min(all, from + MOST_GRID);
    return c.json({ all, from, text: await readGrid({ runs: deps.runs, runId, from, to }) }, 200);
  });

  api.openapi(contract.retryRun, async (c) => {
    const { runId } = await runOfKey(c, { ...c.req.valid("param"), access: "write" }, deps);
    const { maxCostUsd } = c.req.valid("json");
    const what = { runId, ...(maxCostUsd === undefined ? {} : { maxCostUsd }) };
    const { name, batches } = await retryRun(what, deps);
    return c.json({ execution: name, batches }, 202);
  });

  api.openapi(contract.cancelRun, async (c) => {
    const { runId } = await runOfKey(c, { ...c.req.valid("param"), access: "write" }, deps);
    return c.json(await shownRun(await cancelRun({ runId }, deps), deps), 200);
  });

  api.openapi(contract.previewUndo, async (c) => {
    const { runId } = await runOfKey(c, { ...c.req.valid("param"), access: "read" }, deps);
    return c.json(await previewUndo({ runId, most: MOST_UNDO_LEADS }, deps), 200);
  });

  api.openapi(contract.undoRun, async (c) => {
    const { runId } = await runOfKey(c, { ...c.req.valid("param"), access: "write" }, deps);
    const { name } = await undoRun({ runId }, deps);
    return c.json({ execution: name }, 202);
  });
}
