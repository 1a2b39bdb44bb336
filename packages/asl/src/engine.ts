import type { Clock } from "./clock.ts";
import type { StateMachine } from "./definition.ts";
import {
  createExecution,
  type ExecutionResult,
  endExecution,
  type Runtime,
  runExecution,
} from "./execution.ts";
import type { EventListener, ExecutionEvent } from "./history.ts";
import type { Json } from "./json.ts";
import type { ObjectStore } from "./map/object-store.ts";
import { systemClock, systemRandom, systemUuid } from "./system.ts";
import type { TaskRunner } from "./task/runner.ts";
import { createTaskTokens } from "./task/tokens.ts";

/** ARNs have the form the service gives them; region and account say that they are not the service's. */
const ARN_PREFIX = "arn:aws:states:local:000000000000";

export type EngineOptions = {
  /** Does the work of Task states. */
  tasks?: TaskRunner;
  /** Where Distributed Maps read items and write results. */
  objects?: ObjectStore;
  /** The machine's own by default. */
  clock?: Clock;
  /** A number of at least 0 and below 1, for jitter and for expressions; the machine's own by default. */
  random?: () => number;
  /** Names of executions, Map Runs and tokens; random by default. */
  uuid?: () => string;
};

export type ExecutionOptions = {
  definition: StateMachine;
  input: Json;
  /** Of the execution; a UUID by default. */
  name?: string;
  /** `StateMachine` by default. */
  stateMachineName?: string;
  type?: "STANDARD" | "EXPRESS";
  /** Follows the execution and the children of its Distributed Maps. */
  onEvent?: EventListener;
  /** Keep this execution's own events, for `history()`. */
  keepHistory?: boolean;
};

/** An execution under way. */
export type ExecutionHandle = {
  executionArn: string;
  name: string;
  /** How it ended; never rejects for what a definition, a task or a store does. */
  result: Promise<ExecutionResult>;
  /** Ends it as ABORTED. Tasks under way see their signal abort. */
  stop: (reason?: { error?: string; cause?: string }) => void;
  /** Its own events so far; empty unless `keepHistory` was set. */
  history: () => readonly ExecutionEvent[];
};

export type Engine = {
  /** Starts an execution at once. Executions with the same name are not told apart: names are the caller's. */
  startExecution: (options: ExecutionOptions) => ExecutionHandle;
  /** Ends a task that waits for its token. Each of these is false when no task waits for it. */
  sendTaskSuccess: (call: { taskToken: string; output: Json }) => boolean;
  sendTaskFailure: (call: { taskToken: string; error?: string; cause?: string }) => boolean;
  sendTaskHeartbeat: (call: { taskToken: string }) => boolean;
};

/**
 * An engine that runs state machines in this process.
 *
 * @example
 * const engine = createEngine({ tasks: { invokeFunction: async ({ payload }) => payload } });
 * const { result } = engine.startExecution({ definition, input: { n: 1 } });
 * const { status } = await result; // "SUCCEEDED"
 */
export function createEngine(options: EngineOptions = {}): Engine {
  const tokens = createTaskTokens();
  const runtime: Runtime = {
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    uuid: options.uuid ?? systemUuid,
    tasks: options.tasks ?? {},
    objects: options.objects,
    tokens,
  };
  return {
    startExecution: (execution) => startExecution({ runtime, options: execution }),
    sendTaskSuccess: tokens.succeed,
    sendTaskFailure: tokens.fail,
    sendTaskHeartbeat: tokens.heartbeat,
  };
}

function startExecution({
  runtime,
  options,
}: {
  runtime: Runtime;
  options: ExecutionOptions;
}): ExecutionHandle {
  const { definition, input, stateMachineName = "StateMachine", type = "STANDARD", onEvent } = options;
  const name = options.name ?? runtime.uuid();
  const executionArn = `${ARN_PREFIX}:execution:${stateMachineName}:${name}`;
  const kept: ExecutionEvent[] = [];
  const listener: EventListener | undefined = options.keepHistory
    ? (event) => {
        if (event.execution.executionArn === executionArn) kept.push(event);
        onEvent?.(event);
      }
    : onEvent;
  const execution = createExecution({
    identity: {
      executionArn,
      name,
      stateMachineArn: `${ARN_PREFIX}:stateMachine:${stateMachineName}`,
      type,
    },
    stateMachineName,
    input,
    runtime,
    listener,
  });
  const result = runExecution({
    execution,
    graph: definition,
    language: definition.QueryLanguage ?? "JSONPath",
    timeoutSeconds: definition.TimeoutSeconds,
  });
  return {
    executionArn,
    name,
    result,
    stop: (reason = {}) => endExecution(execution, { status: "ABORTED", ...reason }),
    history: () => kept,
  };
}
