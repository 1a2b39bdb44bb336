import type { Json } from "./json.ts";

/** The service's quota for a Standard execution; the last place is kept for the event that ends it. */
const MAX_EVENTS = 25_000;

type StateEvent =
  | `${"Pass" | "Task" | "Choice" | "Wait" | "Succeed" | "Parallel" | "Map"}State${"Entered" | "Exited"}`
  | "FailStateEntered"
  | `${"Task" | "Wait" | "Parallel" | "Map"}StateAborted`;

/** Types of events, as the service names them. */
export type EventType =
  | `Execution${"Started" | "Succeeded" | "Failed" | "TimedOut" | "Aborted"}`
  | StateEvent
  | `${"Parallel" | "Map"}State${"Started" | "Succeeded" | "Failed"}`
  | `MapIteration${"Started" | "Succeeded" | "Failed" | "Aborted"}`
  | `MapRun${"Started" | "Succeeded" | "Failed" | "Aborted"}`
  | `LambdaFunction${"Scheduled" | "Started" | "Succeeded" | "Failed" | "TimedOut"}`
  | `Activity${"Scheduled" | "Started" | "Succeeded" | "Failed" | "TimedOut"}`
  | `Task${"Scheduled" | "Started" | "Submitted" | "Succeeded" | "Failed" | "TimedOut"}`
  | "EvaluationFailed";

/** Which of these are there depends on the event's type. Values are the execution's own: do not change them. */
export type EventDetails = {
  /** The state's name. */
  name?: string;
  input?: Json;
  output?: Json;
  error?: string;
  cause?: string;
  assignedVariables?: { [name: string]: Json };
  /** `lambda`, `sqs`, … */
  resourceType?: string;
  /** `invoke`, `sendMessage.waitForTaskToken`, …, or a function's ARN. */
  resource?: string;
  /** What the task was called with. */
  parameters?: Json;
  timeoutInSeconds?: number;
  heartbeatInSeconds?: number;
  /** Of a Map's iteration, from 0. */
  index?: number;
  /** Items of an inline Map. */
  length?: number;
  mapRunArn?: string;
  /** Of an expression that could not be evaluated: the field that holds it. */
  location?: string;
};

/** Which execution an event belongs to. */
export type ExecutionIdentity = {
  executionArn: string;
  name: string;
  stateMachineArn: string;
  type: "STANDARD" | "EXPRESS";
  /** Of a Distributed Map's child: its Map Run. */
  mapRunArn?: string;
};

export type ExecutionEvent = {
  execution: ExecutionIdentity;
  /** From 1, without gaps, in each execution. */
  id: number;
  /** The event this one follows in its own branch or iteration; 0 for the first. */
  previousEventId: number;
  /** Milliseconds since 1970-01-01 UTC. */
  timestamp: number;
  type: EventType;
  details: EventDetails;
};

/** Called at once, in order, for every event of an execution and of its Distributed Maps' children. */
export type EventListener = (event: ExecutionEvent) => void;

/** The numbered events of one execution. They are handed to the listener and not kept. */
export type History = {
  /** Adds an event and returns its id. */
  add: (event: {
    type: EventType;
    previousEventId: number;
    details?: EventDetails;
    last?: boolean;
  }) => number;
};

/**
 * @param options.onFull - called when a Standard execution has used up its events; must end the execution
 */
export function createHistory(options: {
  execution: ExecutionIdentity;
  now: () => number;
  listener: EventListener | undefined;
  onFull: () => void;
}): History {
  const { execution, now, listener, onFull } = options;
  const limit = execution.type === "STANDARD" ? MAX_EVENTS : Number.POSITIVE_INFINITY;
  let count = 0;
  return {
    add: ({ type, previousEventId, details = {}, last = false }) => {
      if (count >= limit - 1 && !last) {
        onFull();
        return count;
      }
      count += 1;
      listener?.({ execution, id: count, previousEventId, timestamp: now(), type, details });
      return count;
    },
  };
}
