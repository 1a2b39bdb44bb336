import {
  createEngine,
  type EventListener,
  type ExecutionHandle,
  type Json,
  type ObjectStore,
} from "@millrace/asl";
import type { Clock } from "@millrace/core/clock";
import { MillraceError } from "@millrace/core/error";
import type { Flows } from "@millrace/core/flow";
import { ensureStarted, type ImportDeps } from "@millrace/core/lead-import";
import type { ObjectStore as Objects } from "@millrace/core/object";
import * as z from "zod";
import type { ExecutionRecord } from "../store/executions.ts";
import type { Stores } from "../store/index.ts";
import { flowDefinition } from "./definitions.ts";
import type { StandardiseThread } from "./standardise-thread.ts";
import { steps } from "./steps.ts";

/** How often a process says that it is alive, and looks whether somebody wants an execution stopped. */
const BEAT_MS = 1_000;

/** {@link Flows} run by this process. */
export interface LocalFlows extends Flows {
  /**
   * Takes over executions whose process has died, and starts them again from their beginning: finished steps answer
   * from their records. Runs whose process died just before it started their execution are started.
   *
   * @returns how many executions of this process are under way now
   */
  resume(): Promise<number>;
  /** Resolves when no execution of this process is under way. */
  idle(): Promise<void>;
  /** Stops what is under way; the next process takes it over. */
  close(): Promise<void>;
}

/**
 * Runs the flows in this process by the engine, with the executions recorded so that another process can go on.
 *
 * @param input.thread - does StandardizeLeads, where it can; otherwise this thread does
 * @param input.onEvent - follows every execution and its children
 */
export function localFlows(input: {
  stores: Stores;
  deps: ImportDeps;
  clock: Clock;
  random: () => number;
  uuid: () => string;
  thread?: StandardiseThread;
  onEvent?: EventListener;
}): LocalFlows {
  const { stores, deps, clock, random, uuid, thread, onEvent } = input;
  const { executions } = stores;
  const under = new Map<string, { handle: ExecutionHandle; done: Promise<void> }>();
  const closing = new AbortController();
  // The engine does not wait for a task whose execution was stopped; the stores must not close under it.
  const working = new Set<Promise<object>>();
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
        const work = elsewhere ?? step(payload, deps);
        working.add(work);
        try {
          return asJson(await work);
        } finally {
          working.delete(work);
        }
      },
      async sendMessage({ messageBody }) {
        const { id } = await stores.deadLetters.send({ body: messageBody });
        return { messageId: id };
      },
    },
  });

  function run(execution: ExecutionRecord): void {
    const { name, flow } = execution;
    const handle = engine.startExecution({
      definition: flowDefinition(flow),
      input: asJson(execution.input),
      name,
      stateMachineName: flow,
      ...(onEvent === undefined ? {} : { onEvent }),
    });
    const done = handle.result.then(({ status }) => {
      under.delete(name);
      // What ends because this process does is left as RUNNING: the next one takes it over.
      if (!closing.signal.aborted) executions.finish(name, status);
    });
    under.set(name, { handle, done });
  }

  async function beat(): Promise<void> {
    while (!closing.signal.aborted) {
      executions.beat();
      for (const name of executions.stopRequests()) under.get(name)?.handle.stop({ error: "Run.Cancelled" });
      await clock.sleep(BEAT_MS, closing.signal).catch(() => {});
    }
  }
  const beating = beat();

  const flows: LocalFlows = {
    async start({ flow, name, input: given }) {
      const execution = { flow, name, input: given };
      if (!executions.add(execution)) return "exists";
      run(execution);
      return "started";
    },
    async describe({ name }) {
      return executions.status(name);
    },
    async stop({ name }) {
      executions.requestStop(name);
      const running = under.get(name);
      running?.handle.stop({ error: "Run.Cancelled" });
      await running?.done;
    },
    async resume() {
      for (const execution of executions.takeAbandoned((name) => under.has(name))) run(execution);
      for (const runId of executions.runsUnderWay()) await ensureStarted({ runId }, { ...deps, flows });
      return under.size;
    },
    async idle() {
      while (under.size > 0) await Promise.all([...under.values()].map(({ done }) => done));
    },
    async close() {
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

/** A step's output or a stored input as plain JSON. */
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
