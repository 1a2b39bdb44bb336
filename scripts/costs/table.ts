import * as z from "zod";
import { METRICS } from "../../packages/functions/src/observe.ts";
import { PRICES } from "../prices.ts";
import type { Resource } from "../synth/recorder.ts";
import { type Dollars, dollarsOf, invocationsOf } from "./dollars.ts";
import { type Counts, MODES, type Mode } from "./measure.ts";

const whole = (count: number) => Math.round(count).toLocaleString("en-US");
const usd = (amount: number) => (amount === 0 ? "none" : amount.toFixed(4));

/** What is counted of every flow. */
type Used = Pick<Counts, "transitions" | "invocations" | "dynamo" | "s3">;
type Row = [name: string, cell: string];

export const usageRows = ({ transitions, invocations, dynamo, s3 }: Used): Row[] => [
  ["state transitions", whole(transitions)],
  ["function invocations", whole(invocationsOf({ invocations }))],
  ["DynamoDB requests", whole(dynamo.requests)],
  ["DynamoDB write units", whole(dynamo.writeUnits)],
  ["DynamoDB read units", whole(dynamo.readUnits)],
  ["S3 writes, reads", `${whole(s3.writes)}, ${whole(s3.reads)}`],
];

export function moneyRows(dollars: Dollars): Row[] {
  const sum = Object.values(dollars).reduce((total, one) => total + one, 0);
  return [
    ["**US dollars**", `**${sum.toFixed(3)}**`],
    ["of which transitions", usd(dollars.transitions)],
    ["DynamoDB", usd(dollars.dynamo)],
    ["S3 requests", usd(dollars.s3)],
    ["Lambda", usd(dollars.lambda)],
    ["logs", usd(dollars.logs)],
  ];
}

function rowsOf(counts: Counts): Row[] {
  const { calls, promptTokens, completionTokens } = counts.model;
  const dollars = dollarsOf(counts);
  return [
    ...usageRows(counts),
    [
      "model: calls, tokens in, tokens out",
      calls === 0 ? "none" : [calls, promptTokens, completionTokens].map(whole).join(", "),
    ],
    ...moneyRows(dollars),
    ["model", usd(dollars.model)],
  ];
}

/** The table of costs in docs/operate.md. */
export function costTable(counts: Record<Mode, Counts>): string {
  const { leads } = counts.rules;
  const cells = MODES.map((mode) => rowsOf(counts[mode]));
  const names = rowsOf(counts.rules).map(([name]) => name);
  return [
    `| for ${whole(leads)} leads | rules | every row asked (\`model\`) |`,
    "| --- | --- | --- |",
    ...names.map((name, row) => `| ${name} | ${cells.map((rows) => rows[row]?.[1]).join(" | ")} |`),
  ].join("\n");
}

const Alarm = z.object({ metricQueries: z.array(z.looseObject({ metric: z.unknown().optional() })) });

/** What docs/operate.md says a stage costs a month where nobody does anything: what watches it. */
export function standingCosts(resources: Resource[]): string {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const alarms = ofType("aws:cloudwatch/metricAlarm:MetricAlarm");
  const looked = alarms.flatMap(({ inputs }) =>
    Alarm.parse(inputs).metricQueries.filter(({ metric }) => metric !== undefined),
  ).length;
  const dashboards = ofType("aws:cloudwatch/dashboard:Dashboard").length;
  const costs = [
    looked * PRICES.alarmMetric,
    METRICS.length * PRICES.customMetric,
    dashboards * PRICES.dashboard,
  ];
  const [alarm = "", metric = "", dashboard = ""] = costs.map((cost) => `$${cost.toFixed(2)}`);
  const sum = costs.reduce((total, cost) => total + cost, 0);
  return `about $${Math.round(sum)} a month: ${alarms.length} alarms on ${looked} metrics ${alarm}, ${METRICS.length} metrics of its own ${metric}, ${dashboards === 1 ? "the dashboard" : `${dashboards} dashboards`} ${dashboard}`;
}
