import type { DatabaseSync } from "node:sqlite";
import { MillraceError } from "@millrace/core/error";
import {
  BatchRecord,
  Failure,
  ModelUsage,
  NO_PRODUCTS,
  ParseReport,
  ProductCounts,
  Run,
  RunOptions,
  type RunStore,
} from "@millrace/core/run";
import { say } from "@millrace/core/sentence";
import * as z from "zod";
import { fromJson, fromSameJson, json, places, transaction } from "./database.ts";

export const RUN_COLUMNS = `
  run_id AS runId, tenant_id AS tenantId, upload_order AS "order", key, version, source_file AS sourceFile, bytes,
  options, status, registered_at AS registeredAt, started_at AS startedAt, finished_at AS finishedAt, attempt,
  parse, halted, error, calls, prompt_tokens AS promptTokens, completion_tokens AS completionTokens, cost_usd AS costUsd`;

/** Every step of every batch reads its run, whose options and report of the file stay what they are. */
const RunRow = Run.omit({ model: true }).extend({
  ...ModelUsage.shape,
  options: fromSameJson(RunOptions),
  parse: fromSameJson(ParseReport).nullable(),
  halted: fromJson(Failure).nullable(),
  error: fromJson(Failure).nullable(),
});

const StateRow = BatchRecord.pick({ batchId: true, status: true });

const BatchRow = z.object({ record: fromJson(BatchRecord) });

const TotalsRow = ProductCounts.extend({
  completed: z.number(),
  failed: z.number(),
  pending: z.number(),
  failedRows: z.number(),
  pendingRows: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  superseded: z.number(),
});

/** `total` is 0, not NULL, where there is no row; it is a real number, which has room for every count we keep. */
const TOTALS = `
  SELECT
    total(status = 'COMPLETED') AS completed, total(status = 'FAILED') AS failed, total(status = 'PENDING') AS pending,
    total(iif(status = 'FAILED', rows, 0)) AS failedRows, total(iif(status = 'PENDING', rows, 0)) AS pendingRows,
    total(iif(status = 'COMPLETED', created, 0)) AS created, total(iif(status = 'COMPLETED', updated, 0)) AS updated,
    total(iif(status = 'COMPLETED', unchanged, 0)) AS unchanged,
    total(iif(status = 'COMPLETED', superseded, 0)) AS superseded,
    total(enriched) AS enriched, total(no_data) AS noData, total(rejected) AS rejected, total(tokens) AS tokens
  FROM batches WHERE run_id = ?`;

/** Runs and their batches in SQLite. */
export function sqliteRuns(db: DatabaseSync): RunStore {
  return { ...runs(db), ...batches(db) };
}

function runs(db: DatabaseSync): Pick<RunStore, "register" | "get" | "list" | "update" | "spend"> {
  const insert = db.prepare(
    `INSERT INTO runs (run_id, tenant_id, upload_order, key, version, source_file, bytes, options, status,
       registered_at, started_at, finished_at, attempt, parse, halted, error,
       calls, prompt_tokens, completion_tokens, cost_usd)
     VALUES (${places(20)}) ON CONFLICT DO NOTHING`,
  );
  const select = db.prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE run_id = ?`);
  const selectPage = db.prepare(
    `SELECT ${RUN_COLUMNS} FROM runs WHERE tenant_id = ?1 AND (?2 IS NULL OR upload_order < ?2)
     ORDER BY upload_order DESC LIMIT ?3`,
  );
  const change = db.prepare(
    `UPDATE runs SET options = ?, status = ?, started_at = ?, finished_at = ?, attempt = ?, parse = ?, halted = ?, error = ?
     WHERE run_id = ?`,
  );
  const addUsage = db.prepare(
    `UPDATE runs SET calls = calls + ?, prompt_tokens = prompt_tokens + ?,
       completion_tokens = completion_tokens + ?, cost_usd = cost_usd + ?
     WHERE run_id = ?`,
  );

  const read = (runId: string): Run | null => {
    const row = select.get(runId);
    return row === undefined ? null : runOf(row);
  };
  const existing = (runId: string): Run => {
    const run = read(runId);
    if (run === null) throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
    return run;
  };

  return {
    async register(run) {
      return transaction(db, () => {
        insert.run(
          run.runId,
          run.tenantId,
          run.order,
          run.key,
          run.version,
          run.sourceFile,
          run.bytes,
          json(run.options),
          run.status,
          run.registeredAt,
          run.startedAt,
          run.finishedAt,
          run.attempt,
          json(run.parse),
          json(run.halted),
          json(run.error),
          run.model.calls,
          run.model.promptTokens,
          run.model.completionTokens,
          run.model.costUsd,
        );
        return existing(run.runId);
      });
    },

    async get({ runId }) {
      return read(runId);
    },

    async list({ tenantId, before, limit }) {
      return selectPage.all(tenantId, before ?? null, limit).map(runOf);
    },

    async update({ runId, from, set }) {
      return transaction(db, () => {
        const before = read(runId);
        if (before === null || (from !== undefined && !from.includes(before.status))) return null;
        const after = { ...before, ...set };
        change.run(
          json(after.options),
          after.status,
          after.startedAt,
          after.finishedAt,
          after.attempt,
          json(after.parse),
          json(after.halted),
          json(after.error),
          runId,
        );
        return after;
      });
    },

    async spend({ runId, usage }) {
      return transaction(db, () => {
        addUsage.run(usage.calls, usage.promptTokens, usage.completionTokens, usage.costUsd, runId);
        return existing(runId).model;
      });
    },
  };
}

function batches(
  db: DatabaseSync,
): Pick<RunStore, "putBatch" | "getBatch" | "batches" | "batchStatuses" | "totals"> {
  const upsert = db.prepare(
    `INSERT INTO batches (run_id, batch_id, status, rows, created, updated, unchanged, superseded,
       enriched, no_data, rejected, tokens, record)
     VALUES (${places(13)})
     ON CONFLICT DO UPDATE SET status = excluded.status, rows = excluded.rows, created = excluded.created,
       updated = excluded.updated, unchanged = excluded.unchanged, superseded = excluded.superseded,
       enriched = excluded.enriched, no_data = excluded.no_data, rejected = excluded.rejected, tokens = excluded.tokens,
       record = excluded.record
     WHERE batches.status <> 'COMPLETED' OR excluded.status = 'COMPLETED'`,
  );
  const select = db.prepare("SELECT record FROM batches WHERE run_id = ? AND batch_id = ?");
  const selectPage = db.prepare(
    `SELECT record FROM batches WHERE run_id = ?1 AND batch_id > ?2 AND (?3 IS NULL OR status = ?3)
     ORDER BY batch_id LIMIT ?4`,
  );
  const selectStates = db.prepare(
    `SELECT batch_id AS batchId, status FROM batches WHERE run_id = ? AND batch_id > ? ORDER BY batch_id LIMIT ?`,
  );
  const selectTotals = db.prepare(TOTALS);

  return {
    async putBatch(record) {
      const { runId, batchId, status, rows, created, updated, unchanged, superseded } = record;
      const { enriched, noData, rejected, tokens } = record.products ?? NO_PRODUCTS;
      const ofLeads = [created, updated, unchanged, superseded];
      const ofProducts = [enriched, noData, rejected, tokens];
      transaction(db, () =>
        upsert.run(runId, batchId, status, rows, ...ofLeads, ...ofProducts, json(record)),
      );
    },

    async getBatch({ runId, batchId }) {
      const row = select.get(runId, batchId);
      return row === undefined ? null : BatchRow.parse(row).record;
    },

    async batches({ runId, status, after = "", limit }) {
      const rows = selectPage.all(runId, after, status ?? null, limit);
      return rows.map((row) => BatchRow.parse(row).record);
    },

    async batchStatuses({ runId, after = "", limit }) {
      return selectStates.all(runId, after, limit).map((row) => StateRow.parse(row));
    },

    async totals({ runId }) {
      const row = TotalsRow.parse(selectTotals.get(runId));
      const { enriched, noData, rejected, tokens, ...totals } = row;
      return { ...totals, products: { enriched, noData, rejected, tokens } };
    },
  };
}

/** A run as {@link RUN_COLUMNS} give it. */
export function runOf(row: unknown): Run {
  const { calls, promptTokens, completionTokens, costUsd, ...run } = RunRow.parse(row);
  return { ...run, model: { calls, promptTokens, completionTokens, costUsd } };
}
