import { Worker } from "node:worker_threads";
import type { Json } from "@millrace/asl";
import * as z from "zod";

/** A file of a few hundred rows is done before a thread has started. */
const CALLS_BEFORE_START = 30;

const Answer = z.object({
  id: z.number(),
  result: z.record(z.string(), z.json()).optional(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});

/** Standardises by rules on a second processor, while this one writes leads. */
export interface StandardiseThread {
  /** Does the step there; null while there is no thread (yet): then the caller does it. */
  run(event: Json): Promise<object> | null;
  close(): Promise<void>;
}

interface Waiting {
  resolve: (result: object) => void;
  reject: (error: Error) => void;
}

/**
 * A thread for StandardizeLeads, which takes half of an import's processor time in rules mode and shares nothing with the
 * other steps but the data folder. It starts with the first import that is long enough to gain from it.
 */
export function standardiseThread({ dataDir }: { dataDir: string }): StandardiseThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let ready = false;
  let calls = 0;

  function start(): Worker {
    const started = new Worker(new URL("./standardise-worker.ts", import.meta.url), {
      workerData: { dataDir },
    });
    started.on("message", (message: unknown) => {
      if (message === "ready") ready = true;
      else settle(Answer.parse(message));
    });
    started.on("error", (error) => end(error.message));
    started.on("exit", () => end("the thread ended"));
    // An idle thread keeps no process alive.
    started.unref();
    return started;
  }

  function settle({ id, result, error }: z.infer<typeof Answer>): void {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result ?? {});
    else call?.reject(Object.assign(new Error(error.message), { name: error.name }));
  }

  /** What was under way fails by Lambda's name for it, which the flow retries; from then on the caller does the step. */
  function end(why: string): void {
    ready = false;
    for (const { reject } of waiting.values()) {
      reject(Object.assign(new Error(why), { name: "Runtime.ExitError" }));
    }
    waiting.clear();
  }

  return {
    run(event) {
      calls++;
      if (calls === CALLS_BEFORE_START) worker = start();
      if (worker === undefined || !ready) return null;
      const id = calls;
      worker.postMessage({ id, event });
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    async close() {
      await worker?.terminate();
    },
  };
}
