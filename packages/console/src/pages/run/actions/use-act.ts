import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNotify } from "../../../app/notifications.ts";
import { runKeys } from "../queries.ts";

/** Does something to a run, says so, and has everything known about the run read again. */
export function useAct<Answer>(input: {
  runId: string;
  act: () => Promise<Answer>;
  done: string;
  onDone: () => void;
}) {
  const { runId, act, done, onDone } = input;
  const cache = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      notify({ type: "success", header: done });
      onDone();
    },
    // Also after a failure: what stands in the way has mostly changed since the page was loaded.
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: runKeys.all(runId) });
      void cache.invalidateQueries({ queryKey: ["runs"] });
    },
  });
}
