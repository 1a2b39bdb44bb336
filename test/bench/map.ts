import { createEngine, type StateMachine } from "@millrace/asl";
import { objectWriter } from "@millrace/core/object";
import { flowDefinition } from "@millrace/local/flow/definitions";
import { engineObjects } from "@millrace/local/flow/flows";
import { openStores } from "@millrace/local/store/index";
import { systemClock, thisProcess, uuid } from "@millrace/local/system";
import { type Measured, secondsSince } from "./figures.ts";

/** Runs the lead import's own Map, over batches whose steps do nothing: what is left is the engine. */
export async function measureMap(input: { folder: string; batches: number }): Promise<Measured> {
  const { folder, batches } = input;
  const stores = openStores({ dataDir: folder, clock: systemClock, uuid, owner: thisProcess });
  const list = objectWriter({ objects: stores.objects, key: "batches.jsonl" });
  for (let batch = 1; batch <= batches; batch++) {
    const batchId = `b${String(batch).padStart(7, "0")}`;
    await list.write(`${JSON.stringify({ batchId, rows: 10, offset: batch * 4_000, bytes: 4_000 })}\n`);
  }
  await list.close();
  const start = performance.now();
  let calls = 0;
  const engine = createEngine({
    objects: engineObjects(stores.objects),
    tasks: {
      async invokeFunction() {
        calls++;
        return {};
      },
    },
  });
  const { result } = engine.startExecution({
    definition: mapAlone(),
    input: { runId: "bench", manifest: "batches.jsonl", maxConcurrency: 5 },
  });
  const { status } = await result;
  const seconds = secondsSince(start);
  stores.close();
  if (status !== "SUCCEEDED" || calls !== 2 * batches) throw new Error(`${status} after ${calls} calls`);
  return { count: batches, seconds, note: "2 steps a batch" };
}

function mapAlone(): StateMachine {
  const { States, ...machine } = flowDefinition("lead-import");
  const map = States.ProcessBatches;
  if (map?.Type !== "Map") throw new Error("the lead import has no ProcessBatches");
  const { Next, Catch, ...state } = map;
  return { ...machine, StartAt: "ProcessBatches", States: { ProcessBatches: { ...state, End: true } } };
}
