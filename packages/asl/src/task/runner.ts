import type { Json } from "../json.ts";

/** What every kind of task is told. */
export type TaskCall = {
  /** Aborts when the task's result is no longer wanted: a timeout, a stopped execution, a failed sibling. */
  signal: AbortSignal;
  /** Starts HeartbeatSeconds anew. */
  heartbeat: () => void;
  executionArn: string;
  /** The Map Run whose child the execution is. */
  mapRunArn: string | undefined;
  stateName: string;
  /** How often this state was retried before. */
  retryCount: number;
  /** With `.waitForTaskToken`: what sendTaskSuccess, sendTaskFailure and sendTaskHeartbeat want. */
  taskToken: string | undefined;
};

export type FunctionCall = TaskCall & {
  /** A name; of an ARN, the part after `function:`. */
  functionName: string;
  payload: Json;
};

export type MessageCall = TaskCall & {
  queueUrl: string;
  /** Objects arrive as their JSON text, as in the queue. */
  messageBody: string;
  /** All arguments of the task: MessageAttributes, DelaySeconds, MessageGroupId… */
  arguments: { [name: string]: Json };
};

export type HttpCall = TaskCall & {
  method: string;
  /** With the query parameters. */
  url: string;
  headers: { [name: string]: string };
  body: string | undefined;
  /** Names the credentials. */
  connectionArn: string | undefined;
};

export type HttpAnswer = {
  statusCode: number;
  statusText: string;
  headers: { [name: string]: string };
  body: string;
};

export type ActivityCall = TaskCall & { activityArn: string; input: Json };

export type OtherCall = TaskCall & {
  /** The resource as the definition has it. */
  resource: string;
  /** `dynamodb`, `aws-sdk:s3`, `states`, … */
  service: string;
  /** `updateItem`, `startExecution`, … */
  action: string;
  pattern: "requestResponse" | "sync" | "sync:2" | "waitForTaskToken";
  arguments: Json;
};

/**
 * Does the work of Task states. A call fails the task by throwing: a StatesError is taken as it is; of any other
 * error, `error.name` is what Retry and Catch match.
 */
export type TaskRunner = {
  invokeFunction?: (call: FunctionCall) => Promise<Json>;
  sendMessage?: (call: MessageCall) => Promise<{ messageId: string }>;
  http?: (call: HttpCall) => Promise<HttpAnswer>;
  activity?: (call: ActivityCall) => Promise<Json>;
  /** Every other integration. */
  other?: (call: OtherCall) => Promise<Json>;
};
