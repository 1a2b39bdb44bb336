import type { QueryLanguage } from "../definition.ts";
import type { Thread } from "../execution.ts";
import type { EventDetails, EventType } from "../history.ts";
import type { Json } from "../json.ts";

/** One state being run once. */
export type Visit = {
  thread: Thread;
  name: string;
  language: QueryLanguage;
  /** What the state before gave, before any InputPath. */
  input: Json;
  /** The id of the state's Entered event, which causes name. */
  enteredId: number;
  /** ISO 8601. */
  enteredTime: string;
  /** Of a state that can be retried: how often it was. */
  retryCount: number | undefined;
  taskToken: string | undefined;
};

/** What a state gives: its output, the state that is next (none: this was the last), and its new variables. */
export type Outcome = {
  output: Json;
  next: string | undefined;
  assigned: { [name: string]: Json } | undefined;
};

/** Adds an event of the visit's sequence. */
export function record(visit: Visit, type: EventType, details: EventDetails = {}): number {
  const { thread } = visit;
  thread.lastEventId = thread.execution.history.add({
    type,
    previousEventId: thread.lastEventId,
    details,
  });
  return thread.lastEventId;
}

/**
 * The context object, `$$` or `$states.context`.
 *
 * @param options.item - in an ItemSelector: the item which it is applied to
 */
export function contextOf(
  visit: Visit,
  { item = visit.thread.mapItem }: { item?: { Index: number; Value: Json } | undefined } = {},
): Json {
  const { execution } = visit.thread;
  const { identity } = execution;
  const context: { [name: string]: Json } = {
    Execution: {
      Id: identity.executionArn,
      Input: execution.input,
      StartTime: execution.startTime,
      Name: identity.name,
      RoleArn: ROLE_ARN,
      RedriveCount: 0,
    },
    StateMachine: { Id: identity.stateMachineArn, Name: execution.stateMachineName },
    State: {
      Name: visit.name,
      EnteredTime: visit.enteredTime,
      ...(visit.retryCount === undefined ? {} : { RetryCount: visit.retryCount }),
    },
  };
  if (item !== undefined) context.Map = { Item: item };
  if (visit.taskToken !== undefined) context.Task = { Token: visit.taskToken };
  return context;
}

/** Nothing is authorised here; definitions which pass the role on must still find a text. */
const ROLE_ARN = "arn:aws:iam::000000000000:role/local";
