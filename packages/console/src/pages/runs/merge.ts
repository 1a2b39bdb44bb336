import type { RunView } from "../../api/views.ts";

/** Pages of a list of runs, as `useInfiniteQuery` keeps them. */
export interface RunPages {
  pages: { items: RunView[]; nextCursor: string | null }[];
  pageParams: (string | undefined)[];
}

/** Which runs a list shows; undefined: all. */
export interface RunFilter {
  flow?: RunView["flow"] | undefined;
  status?: RunView["status"] | undefined;
}

/** Brings a list up to date with the newest runs: those it has are replaced, those that are newer come first, those that no longer match leave. */
export function mergeRuns(list: RunPages, newest: readonly RunView[], filter: RunFilter): RunPages {
  const told = new Map(newest.map((run) => [run.runId, run]));
  const known = new Set(list.pages.flatMap(({ items }) => items.map(({ runId }) => runId)));
  const first = list.pages[0]?.items[0]?.registeredAt ?? Number.NEGATIVE_INFINITY;
  const added = newest.filter(
    (run) => !known.has(run.runId) && run.registeredAt >= first && matches(run, filter),
  );
  const pages = list.pages.map((page, index) => ({
    ...page,
    items: [...(index === 0 ? added : []), ...page.items.map((run) => told.get(run.runId) ?? run)].filter(
      (run) => matches(run, filter),
    ),
  }));
  return { ...list, pages };
}

function matches(run: RunView, { flow, status }: RunFilter): boolean {
  return (flow === undefined || run.flow === flow) && (status === undefined || run.status === status);
}
