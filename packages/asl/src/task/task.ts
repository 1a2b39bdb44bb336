import type { TaskState } from "../definition.ts";
import { StatesError } from "../error.ts";
import type { EventDetails, EventType } from "../history.ts";
import type { Json } from "../json.ts";
import { assertPayloadFits } from "../payload.ts";
import { evaluateField, readField, stateError, unexpectedType } from "../states/fields.ts";
import { effectiveInput, selectedInput } from "../states/transfer.ts";
import { record, type Visit } from "../states/visit.ts";
import { withDeadlines } from "./deadline.ts";
import { noRunner, serviceFailure } from "./failure.ts";
import { invokeHttp } from "./http.ts";
import { callFunction, invokeLambda } from "./lambda.ts";
import { parseResource, type Resource } from "./resource.ts";
import type { TaskCall } from "./runner.ts";
import { sendMessage } from "./sqs.ts";

/** Does a Task's work once, within its deadlines, and tells its events. */
export async function runTask({ visit, state }: { visit: Visit; state: TaskState }): Promise<Json> {
  const { runtime } = visit.thread.execution;
  const resource = resourceOf({ visit, state });
  const waits = resource.kind === "service" && resource.pattern === "waitForTaskToken";
  visit.taskToken = waits ? runtime.uuid() : undefined;
  const timeoutSeconds = await secondsOf({ visit, state, field: "TimeoutSeconds" });
  const heartbeatSeconds = await secondsOf({ visit, state, field: "HeartbeatSeconds" });
  const args = await effectiveInput({ visit, state });
  const events = eventsOf(resource);
  record(visit, events.Scheduled, {
    ...events.details,
    parameters: args,
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  });
  record(visit, events.Started, events.details);
  try {
    const output = await withDeadlines({
      clock: runtime.clock,
      signal: visit.thread.signal,
      timeoutSeconds,
      heartbeatSeconds,
      run: (limits) => perform({ visit, resource, args, limits }),
    });
    assertPayloadFits({
      value: output,
      from: resource.kind === "service" ? resource.service : resource.kind,
    });
    record(visit, events.Succeeded, { ...events.details, output });
    return output;
  } catch (error) {
    if (!visit.thread.signal.aborted && error instanceof StatesError) {
      const type = error.error === "States.Timeout" ? events.TimedOut : events.Failed;
      record(visit, type, { ...events.details, error: error.error, cause: error.causeText });
    }
    throw error;
  }
}

async function perform(options: {
  visit: Visit;
  resource: Resource;
  args: Json;
  limits: { signal: AbortSignal; heartbeat: () => void };
}): Promise<Json> {
  const { visit, resource, args, limits } = options;
  const { identity, runtime } = visit.thread.execution;
  const call: TaskCall = {
    ...limits,
    executionArn: identity.executionArn,
    mapRunArn: identity.mapRunArn,
    stateName: visit.name,
    retryCount: visit.retryCount ?? 0,
    taskToken: visit.taskToken,
  };
  if (visit.taskToken === undefined) return dispatch({ visit, resource, call, args });
  const { answer, close } = runtime.tokens.open({ token: visit.taskToken, heartbeat: limits.heartbeat });
  try {
    const submitted = await dispatch({ visit, resource, call, args });
    record(visit, "TaskSubmitted", { ...eventsOf(resource).details, output: submitted });
    return await answer;
  } finally {
    close();
  }
}

async function dispatch(options: {
  visit: Visit;
  resource: Resource;
  call: TaskCall;
  args: Json;
}): Promise<Json> {
  const { visit, resource, call, args } = options;
  const { runtime } = visit.thread.execution;
  const { tasks } = runtime;
  if (resource.kind === "lambda") {
    return callFunction({ tasks, call, functionName: resource.functionName, payload: args });
  }
  if (resource.kind === "activity") {
    if (!tasks.activity) throw noRunner("activity");
    return tasks
      .activity({ ...call, activityArn: resource.activityArn, input: args })
      .catch((error: unknown) => Promise.reject(serviceFailure({ service: "Activity", error })));
  }
  const { service, action, pattern } = resource;
  switch (`${service}:${action}`) {
    case "lambda:invoke":
      return invokeLambda({ runtime, call, args });
    case "sqs:sendMessage":
      return sendMessage({ runtime, call, args });
    case "http:invoke":
      return invokeHttp({ runtime, call, args });
  }
  if (!tasks.other) throw noRunner("other");
  const integration = { resource: `${service}:${resource.resource}`, service, action, pattern };
  return tasks
    .other({ ...call, ...integration, arguments: args })
    .catch((error: unknown) => Promise.reject(serviceFailure({ service, error })));
}

function resourceOf({ visit, state }: { visit: Visit; state: TaskState }): Resource {
  try {
    return parseResource(state.Resource);
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    throw stateError({ visit, error: error.error, cause: error.causeText });
  }
}

/** TimeoutSeconds or HeartbeatSeconds: a number, an expression, or what the Path field refers to. */
async function secondsOf(options: {
  visit: Visit;
  state: TaskState;
  field: "TimeoutSeconds" | "HeartbeatSeconds";
}): Promise<number | undefined> {
  const { visit, state, field } = options;
  const path = state[`${field}Path`];
  if (path !== undefined) {
    const value = readField({ visit, path, input: selectedInput({ visit, state }) });
    const seconds = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    if (isPositiveInteger(seconds)) return seconds;
    throw stateError({
      visit,
      error: "States.Runtime",
      cause: `The ${field}Path field refers to value ${JSON.stringify(value)} which is not a valid positive integer: ${path}`,
    });
  }
  const template = state[field];
  if (template === undefined || typeof template === "number") return template;
  const value = await evaluateField({ visit, field, template, view: { input: visit.input } });
  if (isPositiveInteger(value)) return value;
  throw unexpectedType({ visit, field, template, expected: "positive integer", value });
}

function isPositiveInteger(value: Json): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}

type TaskEvents = {
  details: EventDetails;
  Scheduled: EventType;
  Started: EventType;
  Succeeded: EventType;
  Failed: EventType;
  TimedOut: EventType;
};

function eventsOf(resource: Resource): TaskEvents {
  switch (resource.kind) {
    case "lambda":
      return { details: { resource: resource.functionArn }, ...LAMBDA_EVENTS };
    case "activity":
      return { details: { resource: resource.activityArn }, ...ACTIVITY_EVENTS };
    case "service":
      return { details: { resourceType: resource.service, resource: resource.resource }, ...TASK_EVENTS };
  }
}

const LAMBDA_EVENTS = {
  Scheduled: "LambdaFunctionScheduled",
  Started: "LambdaFunctionStarted",
  Succeeded: "LambdaFunctionSucceeded",
  Failed: "LambdaFunctionFailed",
  TimedOut: "LambdaFunctionTimedOut",
} as const;

const ACTIVITY_EVENTS = {
  Scheduled: "ActivityScheduled",
  Started: "ActivityStarted",
  Succeeded: "ActivitySucceeded",
  Failed: "ActivityFailed",
  TimedOut: "ActivityTimedOut",
} as const;

const TASK_EVENTS = {
  Scheduled: "TaskScheduled",
  Started: "TaskStarted",
  Succeeded: "TaskSucceeded",
  Failed: "TaskFailed",
  TimedOut: "TaskTimedOut",
} as const;
