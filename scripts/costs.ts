import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { costOf, DEEPSEEK_MODEL, FREE, MODEL_PRICES } from "@millrace/core/model";
import * as z from "zod";
import { METRICS } from "../packages/functions/src/observe.ts";
import { stageSettings } from "../stacks/stage.ts";
import { writeCsv } from "../test/bench/lead-files.ts";
import { dynamoIsMissing } from "../test/equipment/dynamo-server.ts";
import { type Counts, measureImport } from "./costs/measure.ts";
import { PRICES } from "./prices.ts";
import { synthesise } from "./synth/evaluate.ts";
import { hasPlatform } from "./synth/platform.ts";

/**
 * `npm run costs`: what 1,000 new leads cost on AWS. Requests, units and transitions are counted in a real import; times,
 * log lines and everything else that needs an account are assumptions, named here.
 */
const LEADS = 1_000;
/** One row in 33 repeats an earlier lead. */
const ROWS = 1_031;
const stage = stageSettings("production");

/** Seconds an invocation takes: some requests to S3 and DynamoDB of 5 to 20 ms each, and a cold start now and then. */
const SECONDS = {
  Starter: { seconds: 0.5, memory: 512 },
  ParseFile: { seconds: 3, memory: stage.parse.memory },
  StandardizeLeads: { seconds: 0.15, memory: stage.standardize.memory },
  UpsertLeads: { seconds: 0.15, memory: stage.upsert.memory },
  SummarizeRun: { seconds: 1, memory: 512 },
};
/** A question about ten rows, answered. */
const MODEL_SECONDS = 12;
/** Lines of one invocation (start, ours, metrics, report), and the machine's events around it. */
const LOG_BYTES_PER_INVOCATION = 4_000;
/** Noon in Beijing on a Sunday: not the provider's peak, when tokens cost double. */
const OFF_PEAK = Date.UTC(2026, 9, 4, 4);

function lambdaSeconds(name: string, { model }: Counts, invocations: number): number {
  const { seconds } = sizeOf(name);
  return seconds * invocations + (name === "StandardizeLeads" ? model.calls * MODEL_SECONDS : 0);
}

function sizeOf(name: string): { seconds: number; memory: number } {
  const size = Object.entries(SECONDS).find(([known]) => known === name)?.[1];
  if (size === undefined) throw new Error(`how long does ${name} take?`);
  return size;
}

/** US dollars, by what is paid for. */
function dollars(counts: Counts): Record<string, number> {
  const invocations = Object.entries(counts.invocations);
  const calls = invocations.reduce((sum, [, times]) => sum + times, 0);
  const gbSeconds = invocations.reduce(
    (sum, [name, times]) => sum + (lambdaSeconds(name, counts, times) * sizeOf(name).memory) / 1024,
    0,
  );
  const { promptTokens, completionTokens } = counts.model;
  const prices = MODEL_PRICES.get(DEEPSEEK_MODEL) ?? FREE;
  const usage = { promptTokens, completionTokens, cachedTokens: 0 };
  return {
    "state transitions": counts.transitions * PRICES.stateTransition,
    "DynamoDB writes": counts.dynamo.writeUnits * PRICES.dynamoWriteUnit,
    "DynamoDB reads": counts.dynamo.readUnits * PRICES.dynamoReadUnit,
    "S3 requests": counts.s3.writes * PRICES.s3Write + counts.s3.reads * PRICES.s3Read,
    Lambda: calls * PRICES.lambdaRequest + gbSeconds * PRICES.lambdaGbSecond,
    logs: (calls * LOG_BYTES_PER_INVOCATION * PRICES.logGb) / 1e9,
    model: costOf({ prices, usage, at: OFF_PEAK }),
  };
}

function print(counts: Record<string, Counts>): void {
  const quantities = Object.entries(counts).map(([mode, of]) => ({
    mode,
    transitions: of.transitions,
    invocations: Object.values(of.invocations).reduce((sum, times) => sum + times, 0),
    "DynamoDB requests": of.dynamo.requests,
    "write units": of.dynamo.writeUnits,
    "read units": of.dynamo.readUnits,
    "S3 writes": of.s3.writes,
    "S3 reads": of.s3.reads,
    "model calls": of.model.calls,
    "tokens in": of.model.promptTokens,
    "tokens out": of.model.completionTokens,
  }));
  console.log(`Counted in an import of ${LEADS} new leads, ${stage.import.batchSize} a batch:`);
  console.table(quantities);
  const priced = Object.entries(counts).map(([mode, of]) => {
    const parts = Object.entries(dollars(of));
    const sum = parts.reduce((total, [, usd]) => total + usd, 0);
    const cells = [...parts, ["sum", sum] as const].map(([name, usd]) => [name, usd.toFixed(4)]);
    return { mode, ...Object.fromEntries(cells) };
  });
  console.log(`US dollars for ${LEADS} leads:`);
  console.table(priced);
}

const Alarm = z.object({ metricQueries: z.array(z.looseObject({ metric: z.unknown().optional() })) });

/** What a stage costs a month where nobody imports anything: what watches it. */
async function printStanding(): Promise<void> {
  const { resources } = await synthesise({ stage: "production" });
  const alarms = resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
  const looked = alarms.flatMap(({ inputs }) =>
    Alarm.parse(inputs).metricQueries.filter(({ metric }) => metric !== undefined),
  ).length;
  const usd = (amount: number) => amount.toFixed(2);
  console.log("US dollars a month for a stage that does nothing:");
  console.table([
    { what: `${alarms.length} alarms on ${looked} metrics`, usd: usd(looked * PRICES.alarmMetric) },
    { what: `${METRICS.length} metrics of our own`, usd: usd(METRICS.length * PRICES.customMetric) },
    { what: "1 dashboard", usd: usd(PRICES.dashboard) },
  ]);
}

const missing = dynamoIsMissing();
if (missing !== null) {
  console.error(`DynamoDB Local cannot run here (${missing}).`);
  process.exitCode = 1;
} else {
  const folder = mkdtempSync(join(tmpdir(), "costs-"));
  try {
    const file = join(folder, "leads.csv");
    await writeCsv({ path: file, rows: ROWS });
    const rules = await measureImport({ file, mode: "rules" });
    const model = await measureImport({ file, mode: "model" });
    print({ rules, model });
    if (hasPlatform()) await printStanding();
    else
      console.log("What a stage costs by itself is counted once npm run synth has installed SST's platform.");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
