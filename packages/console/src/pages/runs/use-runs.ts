import type { LIVE_EVENTS, listRuns } from "@millrace/api/contract";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { ask } from "../../api/ask.ts";
import { useLive } from "../../api/live.ts";
import { useLookOn } from "../../component/use-look-on.ts";
import { mergeRuns, type RunFilter, type RunPages } from "./merge.ts";

const PAGE_SIZE = 25;

/** Runs that match, newest first, by pages; kept up to date. */
export function useRuns(filter: RunFilter) {
  const { flow, status } = filter;
  const cache = useQueryClient();
  const queryKey = ["runs", { flow, status }];
  const live = useLive<typeof LIVE_EVENTS>({
    path: "/api/live",
    on: {
      runs: ({ items }) =>
        cache.setQueryData<RunPages>(queryKey, (list) => list && mergeRuns(list, items, filter)),
    },
  });
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ signal, pageParam }) =>
      ask<typeof listRuns>({
        ...{ method: "get", path: "/api/runs", signal },
        query: { limit: PAGE_SIZE, cursor: pageParam, flow, status },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: live.pollMs,
  });
  const runs = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const isLooking = useLookOn({ query, found: runs.length });
  return { query, runs, isLooking };
}
