import { createServer, type IncomingMessage } from "node:http";
import * as z from "zod";
import { listen } from "./loopback.ts";

/** An alarm as it stands; what is not given has no place in the answer. */
export interface StoredAlarm {
  AlarmName: string;
  AlarmArn: string;
  AlarmDescription?: string;
  StateValue: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  StateReason?: string;
  StateReasonData?: string;
  /** Seconds since 1970. */
  StateTransitionedTimestamp?: number;
}

/** Something that was measured. */
export interface Datum {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  value: number;
  /** In ms. */
  at: number;
}

/** A running CloudWatch server. */
export interface CloudWatchServer {
  endpoint: string;
  alarms: StoredAlarm[];
  data: Datum[];
  close(): Promise<void>;
}

const Describe = z.strictObject({
  AlarmNamePrefix: z.string().default(""),
  AlarmTypes: z.array(z.enum(["MetricAlarm", "CompositeAlarm"])).default(["MetricAlarm"]),
  MaxRecords: z.int().min(1).max(100).default(50),
  NextToken: z.string().optional(),
});

const Query = z.strictObject({
  /** CloudWatch's own rule for ids. */
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
  Label: z.string().optional(),
  MetricStat: z.strictObject({
    Metric: z.strictObject({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).max(30),
    }),
    Period: z.int().multipleOf(60),
    Stat: z.literal("Sum"),
  }),
});
type Query = z.infer<typeof Query>;

const GetData = z.strictObject({
  MetricDataQueries: z.array(Query).min(1).max(500),
  /** Seconds since 1970. */
  StartTime: z.number(),
  EndTime: z.number(),
  NextToken: z.string().optional(),
});

/** Results of one answer of GetMetricData, so that a few queries already take more than one. */
const RESULTS_PER_PAGE = 3;

class UnknownOperation extends Error {}

/**
 * The part of CloudWatch that the health of a stage is read from: DescribeAlarms and GetMetricData, in the protocol that today's SDK speaks
 * (AWS JSON 1.0, with errors that also carry the Query protocol's code). What it is asked must be as CloudWatch's own reference has it.
 */
export async function startCloudWatch(): Promise<CloudWatchServer> {
  const alarms: StoredAlarm[] = [];
  const data: Datum[] = [];
  const operations: Record<string, (input: unknown) => object> = {
    DescribeAlarms(given) {
      const { AlarmNamePrefix, AlarmTypes, MaxRecords, NextToken = "" } = Describe.parse(given);
      const named = AlarmTypes.includes("MetricAlarm")
        ? alarms.filter(({ AlarmName }) => AlarmName.startsWith(AlarmNamePrefix) && AlarmName > NextToken)
        : [];
      const sorted = named.toSorted((a, b) => (a.AlarmName < b.AlarmName ? -1 : 1));
      const MetricAlarms = sorted.slice(0, MaxRecords);
      const last = sorted.length > MaxRecords ? { NextToken: MetricAlarms.at(-1)?.AlarmName } : {};
      return { CompositeAlarms: [], MetricAlarms, ...last };
    },
    GetMetricData(given) {
      const { MetricDataQueries, StartTime, EndTime, NextToken = "0" } = GetData.parse(given);
      const from = Number(NextToken);
      const page = MetricDataQueries.slice(from, from + RESULTS_PER_PAGE);
      const next = from + RESULTS_PER_PAGE;
      return {
        Messages: [],
        MetricDataResults: page.map((query) => result({ query, data, from: StartTime, to: EndTime })),
        ...(next < MetricDataQueries.length ? { NextToken: String(next) } : {}),
      };
    },
  };
  const server = createServer((request, response) => {
    answer(request, operations).then(
      ({ status, body, headers = {} }) => {
        response
          .writeHead(status, { "content-type": "application/x-amz-json-1.0", ...headers })
          .end(JSON.stringify(body));
      },
      () => response.destroy(),
    );
  });
  const { endpoint, close } = await listen(server);
  return { endpoint, alarms, data, close };
}

/** Sums by period, newest first; periods in which nothing was measured have no value. */
function result(input: { query: Query; data: readonly Datum[]; from: number; to: number }): object {
  const { query, data, from, to } = input;
  const { Metric, Period } = query.MetricStat;
  const dimensions = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
  const sums = new Map<number, number>();
  for (const { namespace, name, value, at, ...datum } of data) {
    const same = namespace === Metric.Namespace && name === Metric.MetricName;
    if (!same || !equal(datum.dimensions, dimensions)) continue;
    const period = Math.floor(at / 1000 / Period) * Period;
    // A period belongs to the range where its beginning does.
    if (period >= from && period < to) sums.set(period, (sums.get(period) ?? 0) + value);
  }
  const newest = [...sums].toSorted(([a], [b]) => b - a);
  return {
    Id: query.Id,
    Label: query.Label ?? Metric.MetricName,
    Timestamps: newest.map(([period]) => period),
    Values: newest.map(([, sum]) => sum),
    StatusCode: "Complete",
  };
}

/** A metric is named by exactly its dimensions: with one more or one less it is another. */
function equal(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

async function answer(
  request: IncomingMessage,
  operations: Record<string, (input: unknown) => object>,
): Promise<{ status: number; body: object; headers?: Record<string, string> }> {
  const operation = String(request.headers["x-amz-target"]).replace("GraniteServiceVersion20100801.", "");
  try {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const work = operations[operation];
    if (work === undefined) throw new UnknownOperation(operation);
    return { status: 200, body: work(JSON.parse(Buffer.concat(pieces).toString())) };
  } catch (error) {
    const type = error instanceof UnknownOperation ? "UnknownOperationException" : "InvalidParameterValue";
    return {
      status: 400,
      body: { __type: type, message: String(error) },
      headers: { "x-amzn-query-error": `${type};Sender` },
    };
  }
}
