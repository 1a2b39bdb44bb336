import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";
import type { Log } from "@millrace/core/log";

/** Names and service come from the POWERTOOLS_* variables that the stack sets. */
export const logger = new Logger();
export const metrics = new Metrics();
export const tracer = new Tracer();

/** Core's log, as JSON lines that also carry the invocation's own fields. */
export const log: Log = {
  info: (message, fields) => logger.info(message, { ...fields }),
  warn: (message, fields) => logger.warn(message, { ...fields }),
};

/** The metrics of the lead import, by name. The dashboard and the alarms read them. */
const UNITS = {
  /** Rows whose outcome is known: at once for duplicates in a file and rejects, batch by batch for the others. */
  RowsProcessed: MetricUnit.Count,
  RowsRejected: MetricUnit.Count,
  /** Rows whose lead was there already: in the file itself, or from an earlier upload. */
  DuplicateLeadsDetected: MetricUnit.Count,
  LeadsCreated: MetricUnit.Count,
  LeadsUpdated: MetricUnit.Count,
  /** How long it took to find out which leads of a batch were there, writing them included. */
  DuplicateDetectionLatency: MetricUnit.Milliseconds,
  /** 1 for an invocation that a store failed, 0 for any other: its average is the failure rate. */
  StoreErrors: MetricUnit.Count,
  /** Rows per second of a whole run. */
  FileProcessingRate: MetricUnit.CountPerSecond,
  ModelCalls: MetricUnit.Count,
  ModelPromptTokens: MetricUnit.Count,
  ModelCompletionTokens: MetricUnit.Count,
  ModelCostUsd: MetricUnit.NoUnit,
  /** Events that started no run, because what they spoke of was no upload. */
  UploadsSkipped: MetricUnit.Count,
} as const;

export type MetricName = keyof typeof UNITS;
export const METRICS: readonly string[] = Object.keys(UNITS);

/** Counts or measures something; published when the invocation ends. */
export function measure(name: MetricName, value: number): void {
  metrics.addMetric(name, UNITS[name], value);
}
