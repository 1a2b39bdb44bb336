import { executionsOf, flowOfExecution } from "@millrace/core/run-lifecycle";
import { found } from "../cached.ts";
import { listEvents, listExecutions } from "../contract/execution.ts";
import type { Api, RouteDeps } from "../deps.ts";
import { runOfKey } from "../middleware/run-access.ts";

export function executionRoutes(api: Api, deps: RouteDeps): void {
  api.openapi(listExecutions, async (c) => {
    const run = await runOfKey(c, { ...c.req.valid("param"), access: "read" }, deps);
    return c.json({ items: await executionsOf(run, deps) }, 200);
  });

  api.openapi(listEvents, async (c) => {
    const { runId, name } = c.req.valid("param");
    const { after, limit } = c.req.valid("query");
    const run = await runOfKey(c, { runId, access: "read" }, deps);
    const flow = found(flowOfExecution({ run, name }));
    const items = await deps.executions.events({ flow, name, after, limit: limit + 1 });
    // Of an execution that has no events yet, and of one that never was.
    if (items.length === 0) found(await deps.executions.detail({ flow, name }));
    const shown = items.slice(0, limit);
    const nextAfter = items.length > limit ? (shown.at(-1)?.id ?? null) : null;
    return c.json({ items: shown, nextAfter }, 200);
  });
}
