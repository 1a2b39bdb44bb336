import { childController } from "../abort.ts";
import type { ParallelState } from "../definition.ts";
import type { Thread } from "../execution.ts";
import type { Json } from "../json.ts";
import { runGraph } from "./graph.ts";
import { effectiveInput } from "./transfer.ts";
import { record, type Visit } from "./visit.ts";

/** Runs all branches at once. The first that fails stops the others and is what the state fails with. */
export async function runParallel({ visit, state }: { visit: Visit; state: ParallelState }): Promise<Json> {
  const input = await effectiveInput({ visit, state });
  record(visit, "ParallelStateStarted", { name: visit.name });
  const { controller, release } = childController(visit.thread.signal);
  const startedId = visit.thread.lastEventId;
  const branches = state.Branches.map(async (graph) => {
    const thread: Thread = {
      ...visit.thread,
      signal: controller.signal,
      nested: true,
      lastEventId: startedId,
    };
    try {
      return await runGraph({ graph, thread, input });
    } catch (error) {
      controller.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(branches);
  release();
  if (controller.signal.aborted) throw controller.signal.reason;
  const results = await Promise.all(branches);
  record(visit, "ParallelStateSucceeded", { name: visit.name });
  return results;
}
