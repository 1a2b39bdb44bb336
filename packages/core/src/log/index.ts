/** What may be logged: identifiers, names of things and counts. A field that could hold personal data has no place here. */
export interface LogFields {
  runId?: string;
  tenantId?: string;
  batchId?: string;
  leadId?: string;
  execution?: string;
  requestId?: string;
  action?: string;
  errorName?: string;
  /** What that error says, as `withoutData` leaves it. */
  reason?: string;
  rows?: number;
  created?: number;
  updated?: number;
  unchanged?: number;
  superseded?: number;
  duplicates?: number;
  rejected?: number;
  failed?: number;
  pending?: number;
  enriched?: number;
  noData?: number;
  tokens?: number;
  batches?: number;
  attempts?: number;
  bytes?: number;
  ms?: number;
  modelCalls?: number;
  promptTokens?: number;
  completionTokens?: number;
  costUsd?: number;
}

export interface Log {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
}

/** A log that keeps nothing. */
export const silentLog: Log = { info() {}, warn() {} };
