import { type AlarmInput, createAlarm, type Metric } from "./alarm.ts";
import { createDashboard } from "./dashboard.ts";
import type { Leads } from "./leads.ts";
import { physicalName } from "./names.ts";
import type { StageSettings } from "./stage.ts";
import type { Storage } from "./storage.ts";

const FIVE_MINUTES = 300;
const HOUR = 3600;

/** Of a function's time that one batch may take: more, and the next larger one is cut off. */
const SHARE_OF_TIMEOUT = 0.8;

/** The alarms of the lead import, and one topic that they all speak to. */
export function createMonitoring(input: { stage: StageSettings; storage: Storage; leads: Leads }) {
  const { stage, storage, leads } = input;
  const topic = createTopic();
  const alarms: AlarmInput[] = [
    ...functionAlarms(leads),
    ...timeAlarms(stage, leads),
    ...queueAlarms(leads),
    ...flowAlarms(leads),
    ...tableAlarms(storage),
    ...importAlarms(),
  ];
  for (const alarm of alarms) createAlarm({ ...alarm, topic });
  createDashboard({ leads });
  return topic;
}

/** Subscribe people or a chat to it: `aws sns subscribe`, or the console. */
function createTopic(): aws.sns.Topic {
  // AWS's own key cannot be used by CloudWatch, so the topic is encrypted by none: alarms hold names and numbers.
  return new aws.sns.Topic("Alarms", { name: physicalName("alarms") });
}

const ofFunction = (fn: sst.aws.Function, name: string, stat = "Sum"): Metric => ({
  namespace: "AWS/Lambda",
  name,
  stat,
  dimensions: { FunctionName: fn.name },
});

function functionAlarms({ functions }: Leads): AlarmInput[] {
  return Object.entries(functions).flatMap(([name, fn]): AlarmInput[] => [
    {
      name: `${name}Errors`,
      description: "More than 5 % of its invocations failed, retries counted",
      metrics: { errors: ofFunction(fn, "Errors"), invocations: ofFunction(fn, "Invocations") },
      expression: "IF(invocations > 0, 100 * errors / invocations, 0)",
      above: 5,
      period: FIVE_MINUTES,
    },
    {
      name: `${name}Throttles`,
      description: "Lambda refused it for a quarter of an hour: the concurrency is used up",
      metrics: { throttles: ofFunction(fn, "Throttles") },
      above: 0,
      period: FIVE_MINUTES,
      periods: 3,
    },
  ]);
}

function timeAlarms(stage: StageSettings, { functions, hasModel }: Leads): AlarmInput[] {
  const { ParseFile, StandardizeLeads, UpsertLeads } = functions;
  const share = (name: string, fn: sst.aws.Function, timeout: number): AlarmInput => ({
    name: `${name}Duration`,
    description: "One invocation took more than 80 % of the time it has",
    metrics: { duration: ofFunction(fn, "Duration", "Maximum") },
    above: timeout * 1000 * SHARE_OF_TIMEOUT,
    period: FIVE_MINUTES,
  });
  return [
    share("ParseFile", ParseFile, stage.parse.timeout),
    share("StandardizeLeads", StandardizeLeads, stage.standardize.timeout),
    share("UpsertLeads", UpsertLeads, stage.upsert.timeout),
    {
      name: "BatchTime",
      description: "Batches take 30 % longer than usual; what is usual is set per stage",
      metrics: {
        standardize: ofFunction(StandardizeLeads, "Duration", "Average"),
        upsert: ofFunction(UpsertLeads, "Duration", "Average"),
      },
      expression: "standardize + upsert",
      above: hasModel.apply((asks) => 1.3 * (asks ? stage.usualBatchMs.model : stage.usualBatchMs.rules)),
      period: HOUR,
    },
  ];
}

function queueAlarms({ uploads, deadLetters }: Leads): AlarmInput[] {
  const waiting = (queue: sst.aws.Queue): Metric => ({
    namespace: "AWS/SQS",
    name: "ApproximateNumberOfMessagesVisible",
    stat: "Maximum",
    dimensions: { QueueName: queue.nodes.queue.name },
  });
  const dead = (name: string, queue: sst.aws.Queue, description: string): AlarmInput => ({
    name,
    description,
    metrics: { waiting: waiting(queue) },
    above: 0,
    period: FIVE_MINUTES,
  });
  return [
    {
      name: "UploadsDepth",
      description: "More than 100 uploads wait for their run to start",
      metrics: { waiting: waiting(uploads) },
      above: 100,
      period: FIVE_MINUTES,
    },
    dead("BatchDeadLetters", deadLetters.batches, "Batches failed: mend the cause, then invoke the redriver"),
    dead(
      "UploadDeadLetters",
      deadLetters.uploads,
      "Uploads started no run: mend the cause, then redrive the queue",
    ),
    dead(
      "EndingDeadLetters",
      deadLetters.endings,
      "Runs may be open whose execution has ended: invoke CloseRun with each message, then delete it",
    ),
  ];
}

function flowAlarms({ machines }: Leads): AlarmInput[] {
  return Object.entries(machines).map(([name, machine]): AlarmInput => {
    const count = (metric: string): Metric => ({
      namespace: "AWS/States",
      name: metric,
      stat: "Sum",
      dimensions: { StateMachineArn: machine.arn },
    });
    return {
      name: `${name}-executions`,
      description: "An execution failed, ran out of time or was stopped; its run's record says why",
      metrics: {
        failed: count("ExecutionsFailed"),
        timedOut: count("ExecutionsTimedOut"),
        aborted: count("ExecutionsAborted"),
      },
      expression: "FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)",
      above: 0,
      period: FIVE_MINUTES,
    };
  });
}

function tableAlarms({ leads, runs, modelAnswers }: Storage): AlarmInput[] {
  return Object.entries({ leads, runs, modelAnswers }).map(([name, table]): AlarmInput => {
    const count = (metric: string): Metric => ({
      namespace: "AWS/DynamoDB",
      name: metric,
      stat: "Sum",
      dimensions: { TableName: table.name },
    });
    return {
      name: `${name}-table-throttles`,
      description: "DynamoDB refused requests for a quarter of an hour",
      metrics: { reads: count("ReadThrottleEvents"), writes: count("WriteThrottleEvents") },
      expression: "FILL(reads, 0) + FILL(writes, 0)",
      above: 0,
      period: FIVE_MINUTES,
      periods: 3,
    };
  });
}

function importAlarms(): AlarmInput[] {
  const own = (name: string, stat = "Sum"): Metric => ({
    namespace: "Millrace",
    name,
    stat,
    dimensions: { service: physicalName("leads") },
  });
  return [
    {
      name: "Duplicates",
      description:
        "More than half of the rows are of leads that were there already: is it the same file again?",
      metrics: { duplicates: own("DuplicateLeadsDetected"), rows: own("RowsProcessed") },
      expression: "IF(rows > 0, 100 * duplicates / rows, 0)",
      above: 50,
      period: HOUR,
    },
    {
      name: "StoreFailures",
      description: "More than 5 % of the steps failed because a store did",
      metrics: { errors: own("StoreErrors", "Average") },
      expression: "100 * errors",
      above: 5,
      period: FIVE_MINUTES,
    },
  ];
}
