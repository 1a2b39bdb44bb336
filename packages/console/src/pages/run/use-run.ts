import type { LIVE_RUN_EVENTS } from "@millrace/api/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLive } from "../../api/live.ts";
import type { RunView } from "../../api/views.ts";
import { isMoving } from "../../component/run-counts.ts";
import { type Grid, NO_GRID, withPiece } from "./batch-grid/grid.ts";
import { type Execution, readExecutions, readRun, runKeys } from "./queries.ts";

/** A run and its executions, kept up to date while anything of it changes. `pollMs` is for the other queries about it. */
export function useRun(runId: string) {
  const cache = useQueryClient();
  // What is known of them decides whether there is anything to listen to.
  const known = cache.getQueryData<RunView>(runKeys.view(runId));
  const executionsKnown = cache.getQueryData<Execution[]>(runKeys.executions(runId));
  const isActive = known !== undefined && (isMoving(known) || executionsKnown?.[0]?.status === "RUNNING");
  const live = useLive<typeof LIVE_RUN_EVENTS>({
    path: isActive ? `/api/runs/${runId}/live` : null,
    on: {
      run: (run) => cache.setQueryData(runKeys.view(runId), run),
      grid: (piece) =>
        cache.setQueryData<Grid>(runKeys.grid(runId), (grid = NO_GRID) => withPiece(grid, piece)),
      execution: (execution) =>
        cache.setQueryData<Execution[]>(runKeys.executions(runId), (all = []) => withNewest(all, execution)),
    },
  });
  const { pollMs } = live;
  const run = useQuery({
    queryKey: runKeys.view(runId),
    queryFn: ({ signal }) => readRun({ runId, signal }),
    refetchInterval: pollMs,
  });
  const executions = useQuery({
    queryKey: runKeys.executions(runId),
    queryFn: ({ signal }) => readExecutions({ runId, signal }),
    refetchInterval: pollMs,
  });
  // The last changes may come after the stream has ended.
  const wasActive = useRef(false);
  useEffect(() => {
    if (wasActive.current && !isActive) void cache.invalidateQueries({ queryKey: runKeys.all(runId) });
    wasActive.current = isActive;
  }, [isActive, cache, runId]);
  return { run, executions, pollMs, isActive };
}

function withNewest(all: readonly Execution[], execution: Execution): Execution[] {
  const isKnown = all.some(({ name, flow }) => name === execution.name && flow === execution.flow);
  if (!isKnown) return [execution, ...all];
  return all.map((each) => (each.name === execution.name && each.flow === execution.flow ? execution : each));
}
