import {
  createEngine,
  type EventListener,
  type ExecutionHandle,
  type ExecutionResult,
  type Json,
  type ObjectStore,
} from "@millrace/asl";
import type { CatalogDeps } from "@millrace/core/catalog-enrichment";
import type { Clock } from "@millrace/core/clock";
import { MillraceError } from "@millrace/core/error";
import { checkExecutionName, type FlowName, type Flows } from "@millrace/core/flow";
import type { ImportDeps } from "@millrace/core/lead-import";
import type { ObjectStore as Objects } from "@millrace/core/object";
import { flowOf } from "@millrace/core/run";
import { ensureStarted } from "@millrace/core/run-lifecycle";
import * as z from "zod";
import type { ExecutionId, ExecutionRecord } from "../store/executions.ts";
import type { Stores } from "../store/index.ts";
import { flowDefinition } from "./definitions.ts";
import { type Api, httpTasks } from "./http.ts";
import { recorder } from "./recorder.ts";
import type { StandardiseThread } from "./standardise-thread.ts";
import { steps } from "./steps.ts";

/** How often a process says that it is alive, and looks whether somebody wants an execution stopped. */
const BEAT_MS = 1_000;

/** What an execution that was stopped ends with. */
const CANCELLED = { error: "Run.Cancelled" };

/** {@link Flows} run by this process. */
export interface LocalFlows extends Flows {
  /**
   * Starts an execution under a name that was not used before, and waits for its end.
   *
   * @param input.onEvent - follows this execution
   * @throws Input.Invalid for a name that was
   */
  execute(input: ExecutionRecord & { onEvent?: EventListener }): Promise<ExecutionResult>;
  /**
   * Takes over executions whose process has died, and starts them again from their beginning: finished steps answer
   * from their records. Runs whose process died just before it started their execution are started.
   *
   * @param isWanted - of which flows; of all where it is not given
   * @returns how many executions of this process are under way now
   */
  resume(isWanted?: (flow: FlowName) => boolean): Promise<number>;
  /** Tells of every execution that this process begins from now on, those that it takes over included. */
  onBegin(listener: (execution: ExecutionId) => void): void;
  /** Resolves when no execution of this process is under way. */
  idle(): Promise<void>;
  /** Stops what is under way; the next process takes it over. */
  close(): Promise<void>;
}

/**
 * Runs the flows in this process by the engine, with the executions recorded so that another process can go on.
 *
 * @param input.api - answers the requests of HTTP tasks, which fail without it
 * @param input.thread - does StandardizeLeads, where it can; otherwise this thread does
 * @param input.onEvent - follows every execution and its children
 */
export function localFlows(input: {
  stores: Stores;
  deps: ImportDeps & CatalogDeps;
  clock: Clock;
  random: () => number;
  uuid: () => string;
  api?: Api;
  thread?: StandardiseThread;
  onEvent?: EventListener;
}): LocalFlows {
  const { stores, deps, clock, random, uuid, api, thread, onEvent } = input;
  const { executions } = stores;
  const under = new Map<string, { handle: ExecutionHandle; done: Promise<void> }>();
  const keyOf = ({ flow, name }: ExecutionId) => `${flow}:${name}`;
  const listeners: ((execution: ExecutionId) => void)[] = [];
  const closing = new AbortController();
  const recording = recorder({
    ...{ history: stores.history, objects: stores.objects, clock, log: deps.log },
    signal: closing.signal,
  });
  // The engine does not wait for a task whose execution was stopped; the stores must not close under it.
  const working = new Set<Promise<object>>();
  async function tracked<T extends object>(work: Promise<T>): Promise<T> {
    working.add(work);
    try {
      return await work;
    } finally {
      working.delete(work);
    }
  }
  const http = api === undefined ? undefined : httpTasks(api);
  const engine = createEngine({
    clock,
    random,
    uuid,
    objects: engineObjects(stores.objects),
    tasks: {
      async invokeFunction({ functionName, payload }) {
        const step = steps[functionName];
        if (step === undefined) throw new MillraceError("Input.Invalid", `there is no step ${functionName}`);
        const elsewhere = functionName === "StandardizeLeads" ? thread?.run(payload) : null;
        return asJson(await tracked(elsewhere ?? step(payload, deps)));
      },
      async sendMessage({ messageBody }) {
        const { id } = await stores.deadLetters.send({ body: messageBody });
        return { messageId: id };
      },
      ...(http === undefined ? {} : { http: (call) => tracked(http(call)) }),
    },
  });

  function run(execution: ExecutionRecord & { onEvent?: EventListener }): ExecutionHandle {
    const { name, flow } = execution;
    const key = keyOf(execution);
    const record = recording.follow(execution);
    const handle = engine.startExecution({
      definition: flowDefinition(flow),
      input: JSON.parse(JSON.stringify(execution.input)),
      name,
      stateMachineName: flow,
      onEvent(event) {
        record(event);
        onEvent?.(event);
        execution.onEvent?.(event);
      },
    });
    const done = handle.result.then(({ status }) => {
      under.delete(key);
      // What ends because this process does is left as RUNNING: the next one takes it over.
      if (!closing.signal.aborted) executions.finish(execution, status);
    });
    under.set(key, { handle, done });
    for (const listener of listeners) listener({ flow, name });
    return handle;
  }

  async function beat(): Promise<void> {
    while (!closing.signal.aborted) {
      executions.beat();
      for (const id of executions.stopRequests()) under.get(keyOf(id))?.handle.stop(CANCELLED);
      await clock.sleep(BEAT_MS, closing.signal).catch(() => {});
    }
  }
  const beating = beat();

  const flows: LocalFlows = {
    async start(execution) {
      checkExecutionName(execution.name);
      if (!executions.add(execution)) return "exists";
      run(execution);
      return "started";
    },
    async execute(execution) {
      checkExecutionName(execution.name);
      if (!executions.add(execution)) {
        throw new MillraceError("Input.Invalid", `there was an execution ${execution.name} before`);
      }
      return run(execution).result;
    },
    async describe(id) {
      return executions.status(id);
    },
    async stop(id) {
      executions.requestStop(id);
      const running = under.get(keyOf(id));
      running?.handle.stop(CANCELLED);
      await running?.done;
    },
    async resume(isWanted = () => true) {
      const isMine = (id: ExecutionId) => under.has(keyOf(id));
      for (const execution of executions.takeAbandoned({ isMine, isWanted })) run(execution);
      for (const runId of executions.runsUnderWay()) {
        const known = await deps.runs.get({ runId });
        if (known !== null && isWanted(flowOf(known.options)))
          await ensureStarted({ runId }, { ...deps, flows });
      }
      return under.size;
    },
    onBegin(listener) {
      listeners.push(listener);
    },
    async idle() {
      while (under.size > 0) await Promise.all([...under.values()].map(({ done }) => done));
    },
    async close() {
      recording.flush();
      closing.abort();
      const ending = [...under.values()];
      for (const { handle } of ending) handle.stop();
      await Promise.all(ending.map(({ done }) => done));
      await Promise.allSettled(working);
      await thread?.close();
      await beating;
    },
  };
  return flows;
}

/** Made once: zod takes longer to make this schema than to check a step's output by it. */
const JsonValue = z.json();

/** A step's output as plain JSON. */
function asJson(value: unknown): Json {
  return JsonValue.parse(value);
}

/** The object store as the engine's Distributed Maps use it. */
export function engineObjects(objects: Objects): ObjectStore {
  return {
    async *read({ key }) {
      yield* await objects.get({ key });
    },
    async write({ key, body }) {
      await objects.put({ key, body });
    },
    async *list({ prefix }) {
      for (const key of await objects.list({ prefix })) {
        const size = await objects.size({ key });
        if (size !== null) yield { key, size, etag: "", lastModified: 0 };
      }
    },
  };
}
