import type { listLeads } from "@millrace/api/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ask } from "../../api/ask.ts";
import { useLookOn } from "../../component/use-look-on.ts";

const PAGE_SIZE = 50;

/** Leads that match, by pages. Each page has looked through some thousands at most: where the first ones have nothing, it looks on by itself. */
export function useLeads({ search, runId }: { search: string; runId: string | undefined }) {
  const query = useInfiniteQuery({
    queryKey: ["leads", { search, runId }],
    queryFn: ({ signal, pageParam }) =>
      ask<typeof listLeads>({
        ...{ method: "get", path: "/api/leads", signal },
        query: { limit: PAGE_SIZE, cursor: pageParam, search: search || undefined, runId },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const pages = query.data?.pages ?? [];
  const leads = pages.flatMap(({ items }) => items);
  const looked = pages.reduce((sum, page) => sum + page.looked, 0);
  const isLooking = useLookOn({ query, found: leads.length });
  return { query, leads, looked, isLooking };
}
