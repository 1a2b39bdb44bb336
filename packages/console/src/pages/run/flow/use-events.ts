import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type Execution, type FlowEvent, readEvents, runKeys } from "../queries.ts";

/** Often enough to be followed: an execution has some dozens of events. */
const REFETCH_MS = 2_000;

/** The events of an execution; those that come while it runs are added. */
export function useEvents({ runId, execution }: { runId: string; execution: Execution }) {
  const cache = useQueryClient();
  const { name, status } = execution;
  const queryKey = runKeys.events(runId, `${execution.flow}/${name}`);
  const isRunning = status === "RUNNING";
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      readEvents({ runId, name, signal, known: cache.getQueryData<FlowEvent[]>(queryKey) ?? [] }),
    refetchInterval: isRunning ? REFETCH_MS : false,
  });
  const { refetch } = query;
  useEffect(() => {
    if (!isRunning) void refetch();
  }, [isRunning, refetch]);
  return query;
}
