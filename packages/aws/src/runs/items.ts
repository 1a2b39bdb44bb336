import {
  BatchRecord,
  ModelUsage,
  NO_USAGE,
  ParseReport,
  Run,
  type RunChange,
  RunOptions,
} from "@millrace/core/run";
import * as z from "zod";
import { type Item, type Key, keyOf } from "../dynamo/index.ts";

const DAY_S = 24 * 60 * 60;

/** Text in an item, JSON here: its keys are the uploader's column names, which DynamoDB would not take as they are. */
function fromJson<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

const RunItem = Run.omit({ model: true }).extend({
  options: fromJson(RunOptions),
  parse: fromJson(ParseReport).nullable(),
});

/** Where a run is. */
export function runKey(runId: string): Key {
  return { pk: runPk(runId), sk: "run" };
}

/** Where the sum of what the model has cost a run is: apart, for it is written for every batch and a run may be large. */
export function usageKey(runId: string): Key {
  return { pk: runPk(runId), sk: "usage" };
}

/** The partition key of a run and its usage. */
export function runPk(runId: string): string {
  return keyOf("run", runId);
}

/** The partition key of the list of a tenant's runs; their sort key is the order. */
export function runListPk(tenantId: string): string {
  return keyOf("runs", tenantId);
}

/** The partition key of a run's batches; their sort key is the batchId. */
export function batchesPk(runId: string): string {
  return keyOf("batches", runId);
}

/** The partition key of the counts of a run's batches; their sort key is the batchId. */
export function countsPk(runId: string): string {
  return keyOf("counts", runId);
}

/** What a run's totals are made of. */
export const BatchCounts = BatchRecord.pick({
  status: true,
  rows: true,
  created: true,
  updated: true,
  unchanged: true,
  superseded: true,
  products: true,
});
export type BatchCounts = z.infer<typeof BatchCounts>;

/** When an item may go, in seconds. */
export function expiry({ from, days }: { from: number; days: number }): number {
  return Math.ceil(from / 1000) + days * DAY_S;
}

/** The three items of a run: itself, its usage, and its place in its tenant's list. */
export function itemsOfRun({ run, expiresAt }: { run: Run; expiresAt: number }): Item[] {
  const { model, options, parse, ...rest } = run;
  return [
    { ...runKey(run.runId), ...rest, options: JSON.stringify(options), parse: jsonOrNull(parse), expiresAt },
    { ...usageKey(run.runId), ...model, expiresAt },
    { pk: runListPk(run.tenantId), sk: run.order, runId: run.runId, expiresAt },
  ];
}

/** What a change writes, attribute by attribute. */
export function attributesOf({ options, parse, ...rest }: RunChange): Item {
  return {
    ...rest,
    ...(options === undefined ? {} : { options: JSON.stringify(options) }),
    ...(parse === undefined ? {} : { parse: jsonOrNull(parse) }),
  };
}

/** @throws ZodError where the items are not a run's */
export function runOf({ item, usage }: { item: unknown; usage: unknown }): Run {
  return { ...RunItem.parse(item), model: usage === undefined ? NO_USAGE : ModelUsage.parse(usage) };
}

/** The two items of a batch: its record, and its counts. */
export function itemsOfBatch({ record, expiresAt }: { record: BatchRecord; expiresAt: number }): Item[] {
  return [
    { pk: batchesPk(record.runId), sk: record.batchId, ...record, expiresAt },
    { pk: countsPk(record.runId), sk: record.batchId, ...BatchCounts.parse(record), expiresAt },
  ];
}

/** @throws ZodError where the item is not a batch's record */
export function batchOf(item: unknown): BatchRecord {
  return BatchRecord.parse(item);
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
