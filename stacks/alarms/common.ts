import { say } from "../../packages/core/src/sentence/say.ts";
import type { AlarmInput, Metric } from "../alarm.ts";
import { physicalName } from "../names.ts";

export const FIVE_MINUTES = 300;
export const HOUR = 3600;

/** Of a function's time that one invocation may take: more, and the next larger one is cut off. */
const SHARE_OF_TIMEOUT = 0.8;

export const ofFunction = (fn: sst.aws.Function, name: string, stat = "Sum"): Metric => ({
  namespace: "AWS/Lambda",
  name,
  stat,
  dimensions: { FunctionName: fn.name },
});

/** A metric of our own. @param service - the part of the app whose functions send it */
export const ofService = (service: string, name: string, stat = "Sum"): Metric => ({
  namespace: "Millrace",
  name,
  stat,
  dimensions: { service: physicalName(service) },
});

export function functionAlarms(functions: Record<string, sst.aws.Function>): AlarmInput[] {
  return Object.entries(functions).flatMap(([name, fn]): AlarmInput[] => [
    {
      name: `${name}Errors`,
      description: say("alarm.errors"),
      metrics: { errors: ofFunction(fn, "Errors"), invocations: ofFunction(fn, "Invocations") },
      expression: "IF(invocations > 0, 100 * errors / invocations, 0)",
      above: 5,
      period: FIVE_MINUTES,
    },
    {
      name: `${name}Throttles`,
      description: say("alarm.throttles"),
      metrics: { throttles: ofFunction(fn, "Throttles") },
      above: 0,
      period: FIVE_MINUTES,
      periods: 3,
    },
  ]);
}

/** @param input.timeout - the function's, in seconds */
export function durationAlarm(input: { name: string; fn: sst.aws.Function; timeout: number }): AlarmInput {
  const { name, fn, timeout } = input;
  return {
    name: `${name}Duration`,
    description: say("alarm.duration"),
    metrics: { duration: ofFunction(fn, "Duration", "Maximum") },
    above: timeout * 1000 * SHARE_OF_TIMEOUT,
    period: FIVE_MINUTES,
  };
}

/** Rings when more messages wait in a queue than should; in a dead-letter queue none should. */
export function waitingAlarm(input: {
  name: string;
  queue: sst.aws.Queue;
  above: number;
  description: string;
}): AlarmInput {
  const { name, queue, above, description } = input;
  const waiting: Metric = {
    namespace: "AWS/SQS",
    name: "ApproximateNumberOfMessagesVisible",
    stat: "Maximum",
    dimensions: { QueueName: queue.nodes.queue.name },
  };
  return { name, description, metrics: { waiting }, above, period: FIVE_MINUTES };
}

/** Executions of a machine that did not end well, by that state of theirs. */
export const ofMachine = (machine: aws.sfn.StateMachine, name: string): Metric => ({
  namespace: "AWS/States",
  name,
  stat: "Sum",
  dimensions: { StateMachineArn: machine.arn },
});

/** Of each machine: every execution that does not end well. */
export function executionAlarms(machines: Record<string, aws.sfn.StateMachine>): AlarmInput[] {
  return Object.entries(machines).map(
    ([name, machine]): AlarmInput => ({
      name: `${name}-executions`,
      description: say("alarm.executions"),
      metrics: {
        failed: ofMachine(machine, "ExecutionsFailed"),
        timedOut: ofMachine(machine, "ExecutionsTimedOut"),
        aborted: ofMachine(machine, "ExecutionsAborted"),
      },
      expression: "FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)",
      above: 0,
      period: FIVE_MINUTES,
    }),
  );
}

/** @param input.service - the part of the app whose functions are watched */
export function storeAlarm({ name, service }: { name: string; service: string }): AlarmInput {
  return {
    name,
    description: say("alarm.stores"),
    metrics: { errors: ofService(service, "StoreErrors", "Average") },
    expression: "100 * errors",
    above: 5,
    period: FIVE_MINUTES,
  };
}

export function tableAlarms(tables: Record<string, sst.aws.Dynamo>): AlarmInput[] {
  return Object.entries(tables).map(([name, table]): AlarmInput => {
    const count = (metric: string): Metric => ({
      namespace: "AWS/DynamoDB",
      name: metric,
      stat: "Sum",
      dimensions: { TableName: table.name },
    });
    return {
      name: `${name}-table-throttles`,
      description: say("alarm.dynamo"),
      metrics: { reads: count("ReadThrottleEvents"), writes: count("WriteThrottleEvents") },
      expression: "FILL(reads, 0) + FILL(writes, 0)",
      above: 0,
      period: FIVE_MINUTES,
      periods: 3,
    };
  });
}
