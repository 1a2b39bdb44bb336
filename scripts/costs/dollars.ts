import { costOf, DEEPSEEK_MODEL, FREE, MODEL_PRICES } from "@millrace/core/model";
import { stageSettings } from "../../stacks/stage.ts";
import { PRICES } from "../prices.ts";
import { type Counts, STAGE } from "./measure.ts";

const stage = stageSettings(STAGE);

/** Seconds an invocation takes: some requests to S3 and DynamoDB of 5 to 20 ms each, and a cold start now and then. */
const SECONDS = {
  Starter: { seconds: 0.5, memory: 512 },
  ParseFile: { seconds: 3, memory: stage.parse.memory },
  StandardizeLeads: { seconds: 0.15, memory: stage.standardize.memory },
  UpsertLeads: { seconds: 0.15, memory: stage.upsert.memory },
  SummarizeRun: { seconds: 1, memory: 512 },
  ParseCatalog: { seconds: 3, memory: stage.parse.memory },
  ReserveTokens: { seconds: 0.15, memory: 512 },
  // Keepa takes a second or two for twenty products.
  EnrichProducts: { seconds: 2, memory: 1024 },
  SummarizeCatalog: { seconds: 1, memory: 512 },
};
/** A question about ten rows, answered. */
const MODEL_SECONDS = 12;
/** Lines of one invocation (start, ours, metrics, report), and the machine's events around it. */
const LOG_BYTES_PER_INVOCATION = 4_000;
/** Noon in Beijing on a Sunday: not the provider's peak, when tokens cost double. */
const OFF_PEAK = Date.UTC(2026, 9, 4, 4);

/** US dollars, by what is paid for. */
export interface Dollars {
  transitions: number;
  dynamo: number;
  s3: number;
  lambda: number;
  logs: number;
  model: number;
}

/** What a run costs by `scripts/prices.ts`: what was counted, and times that only an account can tell. */
export function dollarsOf(counts: Omit<Counts, "leads" | "batches">): Dollars {
  const invocations = Object.entries(counts.invocations);
  const calls = invocationsOf(counts);
  const gbSeconds = invocations.reduce((sum, [name, times]) => {
    const { seconds, memory } = sizeOf(name);
    const waiting = name === "StandardizeLeads" ? counts.model.calls * MODEL_SECONDS : 0;
    return sum + ((seconds * times + waiting) * memory) / 1024;
  }, 0);
  const { promptTokens, completionTokens } = counts.model;
  const usage = { promptTokens, completionTokens, cachedTokens: 0 };
  return {
    transitions: counts.transitions * PRICES.stateTransition,
    dynamo:
      counts.dynamo.writeUnits * PRICES.dynamoWriteUnit + counts.dynamo.readUnits * PRICES.dynamoReadUnit,
    s3: counts.s3.writes * PRICES.s3Write + counts.s3.reads * PRICES.s3Read,
    lambda: calls * PRICES.lambdaRequest + gbSeconds * PRICES.lambdaGbSecond,
    logs: (calls * LOG_BYTES_PER_INVOCATION * PRICES.logGb) / 1e9,
    model: costOf({ prices: MODEL_PRICES.get(DEEPSEEK_MODEL) ?? FREE, usage, at: OFF_PEAK }),
  };
}

export function invocationsOf({ invocations }: Pick<Counts, "invocations">): number {
  return Object.values(invocations).reduce((sum, times) => sum + times, 0);
}

function sizeOf(name: string): { seconds: number; memory: number } {
  const size = Object.entries(SECONDS).find(([known]) => known === name)?.[1];
  if (size === undefined) throw new Error(`how long does ${name} take?`);
  return size;
}
