import { type FlowOfRun, type Run, UNDER_WAY } from "@millrace/core/run";
import { type GridWatch, watchGrid } from "@millrace/core/run-file";
import { listRuns, newestExecution } from "@millrace/core/run-lifecycle";
import { PAGE_SIZE } from "@millrace/core/shop";
import type * as z from "zod";
import { followRun, followRuns, type LIVE_EVENTS, type LIVE_RUN_EVENTS } from "../contract/execution.ts";
import { MOST_GRID, type RunView } from "../contract/run-views.ts";
import type { Api, RouteDeps } from "../deps.ts";
import { eventStreams, type LiveEvent, type Look } from "../event-stream.ts";
import { flowsOfKey, runOfKey } from "../middleware/run-access.ts";
import { shownRun } from "./run-view.ts";

/** Routes of events, where answers can go on: the stores are looked at, for another process may work on the runs. */
export function liveRoutes(api: Api, deps: RouteDeps): void {
  const { live } = deps;
  if (live === undefined) return;
  const streams = eventStreams({ ...deps, ending: live.ending });

  api.openapi(followRun, async (c) => {
    const run = await runOfKey(c, { ...c.req.valid("param"), access: "read" }, deps);
    return streams.answer(c, lookAtRun(run, deps));
  });

  api.openapi(followRuns, async (c) => {
    const { tenantId } = c.var.apiKey;
    return streams.answer(c, lookAtRuns({ tenantId, flows: flowsOfKey(c, "read") }, deps));
  });
}

function lookAtRun({ runId }: Run, deps: RouteDeps): Look {
  const { runs } = deps;
  const runChanged = changes();
  const executionChanged = changes();
  let grid: { all: number; watch: GridWatch } | undefined;
  return async () => {
    const run = await runs.get({ runId });
    if (run === null) return { events: [], isOver: true };
    const events: LiveEvent[] = [];
    const view = await shownRun(run, deps);
    if (runChanged(withoutTime(view))) events.push(eventOf("run", view));
    const { all } = view.batches;
    // The file of a run that failed may be read anew by its retry.
    if (grid?.all !== all) grid = { all, watch: watchGrid({ runs, runId, all, most: MOST_GRID }) };
    for (const piece of await grid.watch.changes()) events.push(eventOf("grid", { all, ...piece }));
    const execution = await newestExecution(run, deps);
    if (execution !== null && executionChanged(execution)) events.push(eventOf("execution", execution));
    return { events, isOver: !UNDER_WAY.includes(run.status) };
  };
}

/** A run that has ended so long ago changes by nothing but what changes its record. */
const SETTLED_MS = 5_000;

function lookAtRuns(input: { tenantId: string; flows: FlowOfRun[] }, deps: RouteDeps): Look {
  const changed = changes();
  let settled = new Map<string, { record: string; view: ShownRun }>();

  async function viewOf(run: Run): Promise<ShownRun> {
    const record = JSON.stringify(run);
    const known = settled.get(run.runId);
    return known?.record === record ? known.view : shownRun(run, deps);
  }

  return async () => {
    const { items: runs } = await listRuns({ ...input, limit: PAGE_SIZE.default }, deps);
    const items = await Promise.all(runs.map(viewOf));
    const before = deps.clock.now() - SETTLED_MS;
    settled = new Map(
      runs.flatMap((run, index) => {
        const view = items[index];
        const isSettled = !UNDER_WAY.includes(run.status) && (run.finishedAt ?? run.registeredAt) < before;
        return view === undefined || !isSettled ? [] : [[run.runId, { record: JSON.stringify(run), view }]];
      }),
    );
    const events = changed(items.map(withoutTime)) ? [eventOf("runs", { items })] : [];
    return { events, isOver: false };
  };
}

type ShownRun = z.infer<typeof RunView>;

/** A run's view but for the time it has taken, which always changes while it runs. */
function withoutTime({ seconds: _, ...view }: ShownRun) {
  return view;
}

/** Tells whether a value is another than the last. */
function changes(): (value: unknown) => boolean {
  let last: string | undefined;
  return (value) => {
    const text = JSON.stringify(value);
    const isOther = text !== last;
    last = text;
    return isOther;
  };
}

type Events = typeof LIVE_RUN_EVENTS & typeof LIVE_EVENTS;

function eventOf<Name extends keyof Events>(event: Name, data: z.infer<Events[Name]>): LiveEvent {
  return { event, data: JSON.stringify(data) };
}
