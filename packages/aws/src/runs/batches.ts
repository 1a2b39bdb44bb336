import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { BatchRecord, type BatchTotals, NO_PRODUCTS, type RunStore } from "@millrace/core/run";
import { withBackoff } from "../backoff/index.ts";
import { pages, query, type Table } from "../dynamo/index.ts";
import { BatchCounts, batchesPk, batchOf, countsPk, expiry, itemsOfBatch } from "./items.ts";

/**
 * Records of batches: one item each, all of a run in one partition, in order. Beside it, in another partition and the same
 * transaction, stand the batch's counts alone: 120 bytes, so that the totals of 100,000 batches are 12 pages, however many
 * leads they changed.
 */
export function batches(input: {
  table: Table;
  retentionDays: number;
}): Pick<RunStore, "putBatch" | "getBatch" | "batches" | "batchStatuses" | "totals"> {
  const { table, retentionDays } = input;

  return {
    async putBatch(record) {
      const expiresAt = expiry({ from: record.finishedAt, days: retentionDays });
      const condition = record.status === "COMPLETED" ? {} : UNLESS_COMPLETED;
      const [item, counts] = itemsOfBatch({ record, expiresAt });
      const command = new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: table.name, Item: item, ...condition } },
          { Put: { TableName: table.name, Item: counts } },
        ],
      });
      try {
        await withBackoff({ ...table, work: () => table.documents.send(command) });
      } catch (error) {
        // A COMPLETED record stays as it is.
        if (!(error instanceof TransactionCanceledException)) throw error;
      }
    },

    async getBatch({ runId, batchId }) {
      const Key = { pk: batchesPk(runId), sk: batchId };
      const command = new GetCommand({ TableName: table.name, Key, ConsistentRead: true });
      const { Item: item } = await withBackoff({ ...table, work: () => table.documents.send(command) });
      return item === undefined ? null : batchOf(item);
    },

    async batches({ runId, status, after = "", limit }) {
      const range = { pk: batchesPk(runId), after, limit };
      return (await query(table, status === undefined ? range : { ...range, status })).map(batchOf);
    },

    async batchStatuses({ runId, after = "", limit }) {
      const range = { pk: countsPk(runId), after, limit, attributes: ["sk", "status"] };
      return (await query(table, range)).map(({ sk, status }) => BatchState.parse({ batchId: sk, status }));
    },

    async totals({ runId }) {
      const totals: BatchTotals = {
        ...{ completed: 0, failed: 0, pending: 0, failedRows: 0, pendingRows: 0 },
        ...{ created: 0, updated: 0, unchanged: 0, superseded: 0 },
        products: { ...NO_PRODUCTS },
      };
      for await (const page of pages(table, { pk: countsPk(runId) })) {
        for (const item of page) add(totals, BatchCounts.parse(item));
      }
      return totals;
    },
  };
}

const BatchState = BatchRecord.pick({ batchId: true, status: true });

const UNLESS_COMPLETED = {
  ConditionExpression: "attribute_not_exists(pk) OR #status <> :completed",
  ExpressionAttributeNames: { "#status": "status" },
  ExpressionAttributeValues: { ":completed": "COMPLETED" },
};

function add(totals: BatchTotals, counts: BatchCounts): void {
  const { enriched, noData, rejected, tokens } = counts.products ?? NO_PRODUCTS;
  totals.products.enriched += enriched;
  totals.products.noData += noData;
  totals.products.rejected += rejected;
  totals.products.tokens += tokens;
  switch (counts.status) {
    case "COMPLETED":
      totals.completed++;
      totals.created += counts.created;
      totals.updated += counts.updated;
      totals.unchanged += counts.unchanged;
      totals.superseded += counts.superseded;
      return;
    case "FAILED":
      totals.failed++;
      totals.failedRows += counts.rows;
      return;
    case "PENDING":
      totals.pending++;
      totals.pendingRows += counts.rows;
  }
}
