import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  ExecutionDoesNotExist,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import {
  type ExecutionDetail,
  type ExecutionHistory,
  type FlowEvent,
  type FlowName,
  isPersonal,
  type MapRunProgress,
  shownPayload,
  stateCounter,
} from "@millrace/core/flow";
import * as z from "zod";
import { throttledByName } from "../backoff/index.ts";
import { consoleUrl, executionArn, type Machines, machineOf } from "./arn.ts";
import { Status } from "./flows.ts";

/** The most that GetExecutionHistory answers at once; requests are what an account is short of. */
const PAGE = 1_000;

/** What we use of the details of an event, whichever its type; inputs, outputs and parameters are JSON text. */
const Details = z.object({
  name: z.string().optional(),
  input: z.string().optional(),
  parameters: z.string().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  mapRunArn: z.string().optional(),
});

interface Event {
  id: number;
  previousEventId: number;
  at: number;
  type: string;
  details: z.infer<typeof Details>;
}

/**
 * What Step Functions knows of executions, which it keeps for 90 days after their end.
 *
 * States within a Distributed Map are not among an execution's states: Step Functions counts the Map's children, and not in which of
 * their states they are. It tells a history from its start only, so the later an event, the more is read before it; a history of
 * ours fits in one page.
 *
 * @param input.client - made by `sfnClient`
 */
export function stepFunctionsHistory(input: { client: SFNClient; machines: Machines }): ExecutionHistory {
  const { client, machines } = input;
  const arnOf = (flow: FlowName, name: string) => executionArn(machineOf(machines, flow), name);

  async function* eventsOf(arn: string, includeExecutionData: boolean): AsyncGenerator<Event> {
    const request = { executionArn: arn, includeExecutionData };
    for await (const page of paginateGetExecutionHistory({ client, pageSize: PAGE }, request)) {
      for (const event of page.events ?? []) yield eventOf(event);
    }
  }

  async function progressOf(arn: string): Promise<Pick<ExecutionDetail, "states" | "mapRun">> {
    const counter = stateCounter();
    const follow = counter.follow();
    let newest: { state: string; mapRunArn: string } | undefined;
    for await (const { details, ...event } of eventsOf(arn, false)) {
      const state = follow({ ...event, name: details.name });
      if (event.type !== "MapRunStarted" || state === null || details.mapRunArn === undefined) continue;
      newest = { state, mapRunArn: details.mapRunArn };
    }
    const mapRun = newest === undefined ? null : await mapRunOf({ ...newest, arn });
    return { states: counter.states(), mapRun };
  }

  async function mapRunOf(run: { state: string; mapRunArn: string; arn: string }): Promise<MapRunProgress> {
    const { state, mapRunArn, arn } = run;
    const { itemCounts } = await client.send(new DescribeMapRunCommand({ mapRunArn }));
    const { total, pending, running, succeeded, failed, timedOut, aborted } = Counts.parse(itemCounts);
    return {
      ...{ state, total, pending, running, succeeded },
      failed: failed + timedOut + aborted,
      // The Map Run's own address is documented nowhere; the page of its execution leads to it.
      consoleUrl: consoleUrl(arn),
    };
  }

  return {
    async detail({ flow, name }) {
      const arn = arnOf(flow, name);
      return nullWhereUnknown(async () => {
        const described = await client.send(
          new DescribeExecutionCommand({
            executionArn: arn,
            includedData: isPersonal(flow) ? "METADATA_ONLY" : "ALL_DATA",
          }),
        );
        const progress = await progressOf(arn);
        return { flow, name, consoleUrl: consoleUrl(arn), ...descriptionOf(described, flow), ...progress };
      });
    },

    async events({ flow, name, after = 0, limit }) {
      const follow = stateCounter().follow();
      const events: FlowEvent[] = [];
      const read = async () => {
        for await (const event of eventsOf(arnOf(flow, name), !isPersonal(flow))) {
          const state = follow({ ...event, name: event.details.name });
          if (event.id > after) events.push(flowEvent({ event, state, flow }));
          if (events.length === limit) break;
        }
        return events;
      };
      return (await nullWhereUnknown(read)) ?? [];
    },
  };
}

const Counts = z.object({
  total: z.number(),
  pending: z.number(),
  running: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  timedOut: z.number(),
  aborted: z.number(),
});

/** @throws Store.Throttled */
async function nullWhereUnknown<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await throttledByName(work);
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return null;
    throw error;
  }
}

/** Each type of event has its details under a name of its own; some have none. */
function eventOf(event: HistoryEvent): Event {
  const { id, previousEventId = 0, timestamp, type } = event;
  const [, details = {}] = Object.entries(event).find(([field]) => field.endsWith("EventDetails")) ?? [];
  return {
    ...{ id: z.number().parse(id), previousEventId },
    ...{ at: z.date().parse(timestamp).getTime(), type: z.string().parse(type) },
    details: Details.parse(details),
  };
}

function flowEvent(input: { event: Event; state: string | null; flow: FlowName }): FlowEvent {
  const { event, state, flow } = input;
  const { id, at, type, details } = event;
  const shows = !isPersonal(flow);
  const given = details.input ?? details.parameters;
  return {
    ...{ id, at, type, state },
    ...(given === undefined || !shows ? {} : { input: shownPayload(given) }),
    ...(details.output === undefined || !shows ? {} : { output: shownPayload(details.output) }),
    ...endingOf(details, flow),
  };
}

function endingOf(
  { error, cause }: { error?: string | undefined; cause?: string | undefined },
  flow: FlowName,
): Pick<FlowEvent, "error" | "cause"> {
  return { error: error || null, cause: isPersonal(flow) ? null : cause || null };
}

function descriptionOf(
  described: DescribeExecutionOutput,
  flow: FlowName,
): Pick<ExecutionDetail, "status" | "startedAt" | "stoppedAt" | "input" | "output" | "error" | "cause"> {
  const { input, output } = isPersonal(flow) ? {} : described;
  return {
    status: Status.parse(described.status),
    startedAt: z.date().parse(described.startDate).getTime(),
    stoppedAt: described.stopDate?.getTime() ?? null,
    input: input === undefined ? null : shownPayload(input),
    output: output === undefined ? null : shownPayload(output),
    ...endingOf(described, flow),
  };
}
