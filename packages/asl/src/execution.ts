import type { Clock } from "./clock.ts";
import type { QueryLanguage, StateGraph } from "./definition.ts";
import { StatesError } from "./error.ts";
import { createHistory, type EventListener, type ExecutionIdentity, type History } from "./history.ts";
import type { Json } from "./json.ts";
import type { ObjectStore } from "./map/object-store.ts";
import { assertPayloadFits } from "./payload.ts";
import { runGraph } from "./states/graph.ts";
import type { TaskRunner } from "./task/runner.ts";
import type { TaskTokens } from "./task/tokens.ts";

/** What an execution needs from outside. */
export type Runtime = {
  clock: Clock;
  random: () => number;
  uuid: () => string;
  tasks: TaskRunner;
  objects: ObjectStore | undefined;
  tokens: TaskTokens;
};

export type ExecutionResult =
  | { status: "SUCCEEDED"; output: Json; startedAt: number; stoppedAt: number }
  | {
      status: "FAILED" | "TIMED_OUT" | "ABORTED";
      /** Absent where a Fail state names none. */
      error?: string;
      cause?: string;
      startedAt: number;
      stoppedAt: number;
    };

/** One run of a state machine, or of a Distributed Map's processor for one item. */
export type Execution = {
  identity: ExecutionIdentity;
  /** As the context object has it. */
  stateMachineName: string;
  input: Json;
  /** ISO 8601. */
  startTime: string;
  history: History;
  runtime: Runtime;
  listener: EventListener | undefined;
  /** Ends everything the execution does; aborted with an {@link Ending}. */
  controller: AbortController;
};

/** One sequence of states: a machine's, a branch's, or an iteration's. */
export type Thread = {
  execution: Execution;
  language: QueryLanguage;
  /** Those of the outer sequence are in it too; never changed, only replaced. */
  variables: { [name: string]: Json };
  /** Of an iteration of an inline Map. */
  mapItem: { Index: number; Value: Json } | undefined;
  signal: AbortSignal;
  /** Whether it is part of a Parallel or inline Map. */
  nested: boolean;
  /** What the next event of this sequence follows. */
  lastEventId: number;
};

/** Why an execution ends before its states do. */
export type Ending = { status: "FAILED" | "TIMED_OUT" | "ABORTED"; error?: string; cause?: string };

/** An Express execution may take five minutes: the service's quota. */
const EXPRESS_SECONDS = 300;

/**
 * Runs a graph of states as an execution of its own, with its own history and context object.
 *
 * @returns how it ended; never rejects
 */
export async function runExecution(options: {
  execution: Execution;
  graph: StateGraph;
  language: QueryLanguage;
  timeoutSeconds: number | undefined;
}): Promise<ExecutionResult> {
  const { execution, graph, language } = options;
  const { history, controller, runtime, identity } = execution;
  const startedAt = Date.parse(execution.startTime);
  const timeoutSeconds =
    identity.type === "EXPRESS"
      ? Math.min(options.timeoutSeconds ?? EXPRESS_SECONDS, EXPRESS_SECONDS)
      : options.timeoutSeconds;
  const thread: Thread = {
    execution,
    language,
    variables: {},
    mapItem: undefined,
    signal: controller.signal,
    nested: false,
    lastEventId: history.add({
      type: "ExecutionStarted",
      previousEventId: 0,
      details: { input: execution.input },
    }),
  };
  const timer = timeoutSeconds === undefined ? undefined : startTimeout({ execution, timeoutSeconds });
  try {
    assertPayloadFits({ value: execution.input, from: "execution input" });
    const output = await runGraph({ graph, thread, input: execution.input });
    history.add({
      type: "ExecutionSucceeded",
      previousEventId: thread.lastEventId,
      details: { output },
      last: true,
    });
    return { status: "SUCCEEDED", output, startedAt, stoppedAt: runtime.clock.now() };
  } catch (error) {
    const ending = controller.signal.aborted ? endings.get(execution) : undefined;
    const { status, ...details } = ending ?? failure(error);
    history.add({
      type: ENDING_EVENTS[status],
      previousEventId: thread.lastEventId,
      details,
      last: true,
    });
    return { status, ...details, startedAt, stoppedAt: runtime.clock.now() };
  } finally {
    timer?.abort("finished");
  }
}

/** Ends the execution as timed out unless the timer is aborted before. */
function startTimeout(options: { execution: Execution; timeoutSeconds: number }): AbortController {
  const { execution, timeoutSeconds } = options;
  const timer = new AbortController();
  execution.runtime.clock.sleep(timeoutSeconds * 1000, timer.signal).then(
    () => endExecution(execution, { status: "TIMED_OUT", error: "States.Timeout" }),
    () => {},
  );
  return timer;
}

const ENDING_EVENTS = {
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
} as const;

const endings = new WeakMap<Execution, Ending>();

/** Ends an execution, whatever it is doing. Only the first reason counts. */
export function endExecution(execution: Execution, ending: Ending): void {
  if (execution.controller.signal.aborted) return;
  endings.set(execution, ending);
  execution.controller.abort(new StatesError(ending.error ?? "", ending.cause ?? ""));
}

/** A new execution, not running yet. */
export function createExecution(options: {
  identity: ExecutionIdentity;
  stateMachineName: string;
  input: Json;
  runtime: Runtime;
  listener: EventListener | undefined;
}): Execution {
  const { identity, stateMachineName, input, runtime, listener } = options;
  const history = createHistory({
    execution: identity,
    now: runtime.clock.now,
    listener,
    onFull: () =>
      endExecution(execution, {
        status: "FAILED",
        error: "States.Runtime",
        cause: "The execution reached the maximum number of history events (25000).",
      }),
  });
  const execution: Execution = {
    identity,
    stateMachineName,
    input,
    startTime: new Date(runtime.clock.now()).toISOString(),
    history,
    runtime,
    listener,
    controller: new AbortController(),
  };
  return execution;
}

function failure(error: unknown): Ending {
  if (!(error instanceof StatesError))
    return { status: "FAILED", error: "States.Runtime", cause: String(error) };
  return {
    status: "FAILED",
    ...(error.error === "" ? {} : { error: error.error }),
    ...(error.causeText === "" ? {} : { cause: error.causeText }),
  };
}
