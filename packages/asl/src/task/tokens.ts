import { StatesError } from "../error.ts";
import type { Json } from "../json.ts";

type Waiting = {
  succeed: (output: Json) => void;
  fail: (error: StatesError) => void;
  heartbeat: () => void;
};

/** The tasks that wait for somebody to send their token back. */
export type TaskTokens = {
  /** Answers when the token comes back. Stop waiting with `close`. */
  open: (task: { token: string; heartbeat: () => void }) => { answer: Promise<Json>; close: () => void };
  /** Each of these says whether a task waits for that token. */
  succeed: (call: { taskToken: string; output: Json }) => boolean;
  fail: (call: { taskToken: string; error?: string; cause?: string }) => boolean;
  heartbeat: (call: { taskToken: string }) => boolean;
};

export function createTaskTokens(): TaskTokens {
  const waiting = new Map<string, Waiting>();
  const take = (token: string): Waiting | undefined => {
    const task = waiting.get(token);
    waiting.delete(token);
    return task;
  };
  return {
    open: ({ token, heartbeat }) => {
      const { promise, resolve, reject } = Promise.withResolvers<Json>();
      // A token may come back before anybody waits for it.
      promise.catch(() => {});
      waiting.set(token, { succeed: resolve, fail: reject, heartbeat });
      return { answer: promise, close: () => waiting.delete(token) };
    },
    succeed: ({ taskToken, output }) => {
      const task = take(taskToken);
      task?.succeed(output);
      return task !== undefined;
    },
    fail: ({ taskToken, error = "", cause = "" }) => {
      const task = take(taskToken);
      task?.fail(new StatesError(error, cause));
      return task !== undefined;
    },
    heartbeat: ({ taskToken }) => {
      const task = waiting.get(taskToken);
      task?.heartbeat();
      return task !== undefined;
    },
  };
}
