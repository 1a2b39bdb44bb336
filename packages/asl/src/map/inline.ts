import { childController } from "../abort.ts";
import type { Thread } from "../execution.ts";
import type { Json } from "../json.ts";
import { runGraph } from "../states/graph.ts";
import { type MapPlan, selectItem } from "./map.ts";
import { runPool } from "./pool.ts";

/** The service runs this many iterations of an inline Map at once. */
const MAX_INLINE_CONCURRENCY = 40;

/** Runs the iterations within this execution. The first that fails stops the others and fails the Map. */
export async function runInlineMap({ plan, items }: { plan: MapPlan; items: Json[] }): Promise<Json> {
  const { visit } = plan;
  const { controller, release } = childController(visit.thread.signal);
  const results: Json[] = new Array(items.length).fill(null);
  const startedId = visit.thread.lastEventId;
  try {
    await runPool({
      source: items.entries(),
      onFailure: (error) => controller.abort(error),
      concurrency: Math.min(plan.maxConcurrency || MAX_INLINE_CONCURRENCY, MAX_INLINE_CONCURRENCY),
      run: async ([index, value]) => {
        const thread: Thread = {
          ...visit.thread,
          signal: controller.signal,
          nested: true,
          mapItem: { Index: index, Value: value },
          lastEventId: startedId,
        };
        results[index] = await iterate({ plan, thread, index, value });
      },
    });
  } finally {
    release();
  }
  return results;
}

async function iterate(options: {
  plan: MapPlan;
  thread: Thread;
  index: number;
  value: Json;
}): Promise<Json> {
  const { plan, thread, index, value } = options;
  const { history } = thread.execution;
  const details = { name: plan.visit.name, index };
  const tell = (type: "Started" | "Succeeded" | "Failed" | "Aborted") => {
    const previousEventId = thread.lastEventId;
    thread.lastEventId = history.add({ type: `MapIteration${type}`, previousEventId, details });
  };
  const input = await selectItem({ plan, index, value });
  tell("Started");
  try {
    const output = await runGraph({ graph: plan.graph, thread, input });
    tell("Succeeded");
    return output;
  } catch (error) {
    tell(thread.signal.aborted ? "Aborted" : "Failed");
    throw error;
  }
}
