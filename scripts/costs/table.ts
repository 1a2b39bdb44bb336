import * as z from "zod";
import { METRICS } from "../../packages/functions/src/observe.ts";
import { PRICES } from "../prices.ts";
import type { Resource } from "../synth/recorder.ts";
import { type Dollars, dollarsOf, invocationsOf } from "./dollars.ts";
import { type Counts, MODES, type Mode } from "./measure.ts";

const whole = (count: number) => Math.round(count).toLocaleString("en-US");
const usd = (amount: number) => (amount === 0 ? "none" : amount.toFixed(4));
const paid = (of: keyof Dollars) => (counts: Counts) => usd(dollarsOf(counts)[of]);

const ROWS: [string, (counts: Counts) => string][] = [
  ["state transitions", ({ transitions }) => whole(transitions)],
  ["function invocations", (counts) => whole(invocationsOf(counts))],
  ["DynamoDB requests", ({ dynamo }) => whole(dynamo.requests)],
  ["DynamoDB write units", ({ dynamo }) => whole(dynamo.writeUnits)],
  ["DynamoDB read units", ({ dynamo }) => whole(dynamo.readUnits)],
  ["S3 writes, reads", ({ s3 }) => `${whole(s3.writes)}, ${whole(s3.reads)}`],
  [
    "model: calls, tokens in, tokens out",
    ({ model }) =>
      model.calls === 0
        ? "none"
        : [model.calls, model.promptTokens, model.completionTokens].map(whole).join(", "),
  ],
  [
    "**US dollars**",
    (counts) => {
      const sum = Object.values(dollarsOf(counts)).reduce((total, one) => total + one, 0);
      return `**${sum.toFixed(3)}**`;
    },
  ],
  ["of which transitions", paid("transitions")],
  ["DynamoDB", paid("dynamo")],
  ["S3 requests", paid("s3")],
  ["Lambda", paid("lambda")],
  ["logs", paid("logs")],
  ["model", paid("model")],
];

/** The table of costs in docs/operate.md. */
export function costTable(counts: Record<Mode, Counts>): string {
  const { leads } = counts.rules;
  return [
    `| for ${whole(leads)} leads | rules | every row asked (\`model\`) |`,
    "| --- | --- | --- |",
    ...ROWS.map(([name, cell]) => `| ${name} | ${MODES.map((mode) => cell(counts[mode])).join(" | ")} |`),
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
