import { childController, untilAborted } from "../abort.ts";
import type { Clock } from "../clock.ts";
import { StatesError } from "../error.ts";

/** Why timers are aborted once the work has ended; without a reason each abort makes an exception of its own. */
const FINISHED = "finished";

/** Retry and Catch match it as States.HeartbeatTimeout and as States.Timeout; an execution it ends says States.Timeout. */
export class HeartbeatTimeout extends StatesError {
  constructor() {
    super("States.Timeout", "");
  }
}

/**
 * Runs a task for no longer than it may take.
 *
 * @param options.timeoutSeconds - the whole time it may take
 * @param options.heartbeatSeconds - the time it may be silent
 * @param options.run - does the work; its signal aborts when the result is no longer wanted
 * @throws StatesError States.Timeout, or whatever `run` throws, or the signal's reason
 */
export async function withDeadlines<T>(options: {
  clock: Clock;
  signal: AbortSignal;
  timeoutSeconds: number | undefined;
  heartbeatSeconds: number | undefined;
  run: (call: { signal: AbortSignal; heartbeat: () => void }) => Promise<T>;
}): Promise<T> {
  const { clock, signal, timeoutSeconds, heartbeatSeconds, run } = options;
  if (timeoutSeconds === undefined && heartbeatSeconds === undefined) {
    return untilAborted({ work: run({ signal, heartbeat: () => {} }), signal });
  }
  const work = childController(signal);
  const timers = new AbortController();
  let lastHeartbeat = clock.now();
  const expire = (error: StatesError) => work.controller.abort(error);
  if (timeoutSeconds !== undefined) {
    clock.sleep(timeoutSeconds * 1000, timers.signal).then(() => expire(timeout()), ignoreAbort);
  }
  if (heartbeatSeconds !== undefined) {
    const watch = async (): Promise<void> => {
      for (;;) {
        const left = lastHeartbeat + heartbeatSeconds * 1000 - clock.now();
        if (left <= 0) return expire(new HeartbeatTimeout());
        await clock.sleep(left, timers.signal);
      }
    };
    watch().catch(ignoreAbort);
  }
  const heartbeat = () => {
    lastHeartbeat = clock.now();
  };
  try {
    return await untilAborted({
      work: run({ signal: work.controller.signal, heartbeat }),
      signal: work.controller.signal,
    });
  } finally {
    timers.abort(FINISHED);
    work.release();
  }
}

function timeout(): StatesError {
  return new StatesError("States.Timeout", "");
}

/** A timer that is no longer needed is aborted, which its promise reports as a rejection. */
function ignoreAbort(): void {}
