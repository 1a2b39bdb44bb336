import { childController } from "../abort.ts";
import { StatesError } from "../error.ts";
import { createExecution, endExecution, runExecution } from "../execution.ts";
import type { ExecutionIdentity } from "../history.ts";
import type { Json } from "../json.ts";
import { record } from "../states/visit.ts";
import { batches, type ChildInput } from "./batches.ts";
import { readItems } from "./items.ts";
import { type MapPlan, selectItem } from "./map.ts";
import { readNumber } from "./numbers.ts";
import { runPool } from "./pool.ts";
import { openResults } from "./result-writer.ts";
import type { ResultSink } from "./results.ts";
import { exceedsThreshold, type FailureThreshold } from "./threshold.ts";

/** Children at once where the definition does not say. The service runs 10,000; one process gains nothing beyond this. */
const DEFAULT_CONCURRENCY = 1000;

/** What is known of a Map Run while it runs. */
type MapRun = {
  plan: MapPlan;
  arn: string;
  /** ARN of the machine which the children are said to run: this one's, with the Map's label. */
  stateMachineArn: string;
  executionPrefix: string;
  type: "STANDARD" | "EXPRESS";
  results: ResultSink;
  threshold: FailureThreshold;
  failedItems: number;
  /** Items taken so far; all of them once `readAll`. */
  items: number;
  readAll: boolean;
  controller: AbortController;
};

/**
 * Runs each item, or batch of items, as a child execution with its own history, context and variables.
 *
 * @param options.items - undefined with an ItemReader
 * @throws StatesError States.ExceedToleratedFailureThreshold, States.ItemReaderFailed, States.ResultWriterFailed
 */
export async function runDistributedMap(options: {
  plan: MapPlan;
  items: Json[] | undefined;
}): Promise<Json> {
  const { plan, items } = options;
  const { visit, state } = plan;
  const threshold = await thresholdOf(plan);
  const { runtime, identity } = visit.thread.execution;
  const mapRunName = runtime.uuid();
  const label = state.Label ?? runtime.uuid();
  const stateMachineArn = `${identity.stateMachineArn}/${label}`;
  const arn = `${stateMachineArn.replace(":stateMachine:", ":mapRun:")}:${mapRunName}`;
  record(visit, "MapRunStarted", { mapRunArn: arn });
  const { controller, release } = childController(visit.thread.signal);
  try {
    const run: MapRun = {
      plan,
      arn,
      stateMachineArn,
      executionPrefix: stateMachineArn.replace(":stateMachine:", ":execution:"),
      type: plan.graph.ProcessorConfig?.ExecutionType ?? "STANDARD",
      results: await openResults({ plan, writer: state.ResultWriter, mapRunArn: arn, mapRunName }),
      threshold,
      failedItems: 0,
      items: 0,
      readAll: false,
      controller,
    };
    const output = await runChildren({ run, items });
    record(visit, "MapRunSucceeded", { mapRunArn: arn });
    return output;
  } catch (error) {
    if (visit.thread.signal.aborted) record(visit, "MapRunAborted", { mapRunArn: arn });
    else if (error instanceof StatesError) {
      record(visit, "MapRunFailed", { mapRunArn: arn, error: error.error, cause: error.causeText });
    }
    throw error;
  } finally {
    release();
  }
}

async function thresholdOf(plan: MapPlan): Promise<FailureThreshold> {
  const { visit, state, input } = plan;
  const count = await readNumber({
    visit,
    input,
    field: "ToleratedFailureCount",
    template: state.ToleratedFailureCount,
    path: state.ToleratedFailureCountPath,
  });
  const percentage = await readNumber({
    visit,
    input,
    field: "ToleratedFailurePercentage",
    template: state.ToleratedFailurePercentage,
    path: state.ToleratedFailurePercentagePath,
    percentage: true,
  });
  return { count, percentage };
}

async function runChildren({ run, items }: { run: MapRun; items: Json[] | undefined }): Promise<Json> {
  const { plan, controller, results } = run;
  let index = 0;
  try {
    await runPool({
      source: childInputs({ run, items }),
      concurrency: plan.maxConcurrency || DEFAULT_CONCURRENCY,
      run: async (child) => {
        const place = index;
        index += 1;
        await runChild({ run, child, index: place });
      },
      onFailure: (error) => controller.abort(error),
    });
  } catch (error) {
    // What has ended is still written, as far as it can be.
    await results.finish().catch(() => {});
    throw error;
  }
  run.readAll = true;
  checkThreshold(run);
  const output = await results.finish();
  if (controller.signal.aborted) throw controller.signal.reason;
  return output;
}

async function runChild(options: { run: MapRun; child: ChildInput; index: number }): Promise<void> {
  const { run, child, index } = options;
  const { execution, language, signal } = run.plan.visit.thread;
  if (signal.aborted) throw signal.reason;
  const name = execution.runtime.uuid();
  const identity: ExecutionIdentity = {
    executionArn: `${run.executionPrefix}:${name}`,
    name,
    stateMachineArn: run.stateMachineArn,
    type: run.type,
    mapRunArn: run.arn,
  };
  const input = child.payload;
  run.items += child.items;
  if (run.controller.signal.aborted) {
    await run.results.add({ index, identity, input, result: { status: "PENDING" } });
    return;
  }
  const childExecution = createExecution({
    identity,
    stateMachineName: execution.stateMachineName,
    input,
    runtime: execution.runtime,
    listener: execution.listener,
  });
  const stop = () => endExecution(childExecution, { status: "ABORTED" });
  run.controller.signal.addEventListener("abort", stop, { once: true });
  const result = await runExecution({
    execution: childExecution,
    graph: run.plan.graph,
    language,
    timeoutSeconds: undefined,
  });
  run.controller.signal.removeEventListener("abort", stop);
  if (result.status !== "SUCCEEDED" && !run.controller.signal.aborted) {
    run.failedItems += child.items;
    checkThreshold(run);
  }
  await run.results.add({ index, identity, input, result });
}

/** Stops the Map Run once too many of its items have failed. */
function checkThreshold(run: MapRun): void {
  const total = run.readAll ? run.items : undefined;
  if (run.controller.signal.aborted) return;
  if (!exceedsThreshold({ threshold: run.threshold, failed: run.failedItems, total })) return;
  run.controller.abort(
    new StatesError(
      "States.ExceedToleratedFailureThreshold",
      "The specified tolerated failure threshold was exceeded",
    ),
  );
}

/** What the children get, in order: items, selected and put into batches. */
async function* childInputs(options: { run: MapRun; items: Json[] | undefined }): AsyncGenerator<ChildInput> {
  const { plan } = options.run;
  const { ItemBatcher: batcher } = plan.state;
  const selected = selectedItems(options);
  if (batcher) {
    yield* batches({ plan, batcher, items: selected });
    return;
  }
  for await (const payload of selected) yield { payload, items: 1 };
}

async function* selectedItems(options: { run: MapRun; items: Json[] | undefined }): AsyncGenerator<Json> {
  const { run, items } = options;
  const { plan } = run;
  const reader = plan.state.ItemReader;
  const source: AsyncIterable<Json> | Iterable<Json> = items ?? (reader ? readItems({ plan, reader }) : []);
  let index = 0;
  for await (const value of source) {
    yield await selectItem({ plan, index, value });
    index += 1;
  }
}
