import { performance } from "node:perf_hooks";
import { dynamoClient } from "@millrace/aws/clients";
import { dynamoLeads } from "@millrace/aws/leads";
import { dynamoRuns } from "@millrace/aws/runs";
import { random, systemClock } from "@millrace/aws/system";
import { LEADS_TABLE, RUNS_TABLE } from "@millrace/aws/tables";
import { type ImportDeps, parseFile, previewUndo, summaryOf } from "@millrace/core/lead-import";
import { silentLog } from "@millrace/core/log";
import { type BatchStatus, type ParseReport, positionOf } from "@millrace/core/run";
import { batchIdOf, runKeys } from "@millrace/core/run-file";
import { cancelRun, retryRun } from "@millrace/core/run-lifecycle";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batch, RETENTION_DAYS, run, unique, version } from "../../../test/contract/samples.ts";
import { countCosts, type DynamoCosts } from "../../../test/equipment/dynamo-costs.ts";
import { createTable, dynamoIsMissing, LOCAL_CREDENTIALS } from "../../../test/equipment/dynamo-server.ts";
import { emptyMemory, memoryObjects } from "../../../test/equipment/memory-stores.ts";
import { sharedDynamo } from "../../../test/equipment/shared-servers.ts";
import { type Item, openTable, writeAll } from "../src/dynamo/index.ts";
import { itemsOfBatch } from "../src/runs/items.ts";

const missing = dynamoIsMissing();
const skipped = missing !== null && process.env.CI !== "true";

const BATCHES = 12_000;
const ROWS_A_BATCH = 10;
const ROWS = BATCHES * ROWS_A_BATCH;
/** Of the first batches these have records; the rest was never begun. */
const [COMPLETED, FAILED] = [5_000, 200];
/** So many leads still are what the run said last. */
const OWN_LEADS = 40;
const LOOKED_AT = 10_000;

const PARSE: ParseReport = {
  ...{ format: "csv", sheet: "", headerRow: 1, header: ["Email"], columns: [], notes: [] },
  ...{ rows: ROWS, duplicates: 0, rejected: 0, batches: BATCHES },
  skipped: { blank: 0, preamble: 0, repeatedHeader: 0 },
};

/** What a request to the API may cost: a gateway waits 29 seconds for its answer, whatever the length of the run. */
describe.skipIf(skipped)(
  `a run of ${BATCHES} batches on DynamoDB${skipped ? ` (skipped: ${missing})` : ""}`,
  () => {
    const tables = { leads: unique("leads"), runs: unique("runs") };
    const one = run({ tenantId: unique("tenant"), upload: 1, status: "RUNNING", parse: PARSE });
    const { runId, tenantId, order } = one;
    const objects = memoryObjects(emptyMemory(), async () => {});
    const started: { name: string; input: unknown }[] = [];
    let client: ReturnType<typeof dynamoClient>;
    let costs: DynamoCosts;
    let deps: ImportDeps & Parameters<typeof cancelRun>[1];

    beforeAll(async () => {
      const endpoint = await sharedDynamo();
      await createTable({ endpoint, table: tables.leads, definition: LEADS_TABLE });
      await createTable({ endpoint, table: tables.runs, definition: RUNS_TABLE });
      client = dynamoClient({ endpoint, ...LOCAL_CREDENTIALS });
      const open = (table: string) => ({ client, table, clock: systemClock, random });
      deps = {
        ...{ objects, model: null, log: silentLog, clock: { ...systemClock, now: () => one.registeredAt } },
        leads: dynamoLeads(open(tables.leads)),
        runs: dynamoRuns({ ...open(tables.runs), retentionDays: RETENTION_DAYS }),
        flows: {
          async start({ name, input }) {
            started.push({ name, input });
            return "started";
          },
          describe: async () => null,
          stop: async () => {},
        },
      };
      await deps.runs.register(one);
      const pointers = Array.from({ length: BATCHES }, (_, n) => ({
        ...{ batchId: batchIdOf(n + 1), rows: ROWS_A_BATCH, offset: n * 1_000, bytes: 1_000 },
      }));
      await objects.put({ key: runKeys.batches(runId), body: lines(pointers) });
      const rows = Array.from({ length: ROWS }, (_, n) => ({ row: n + 1, leadId: `lead-${n}`, raw: [] }));
      await objects.put({ key: runKeys.rows(runId), body: lines(rows) });
      const own = rows.slice(0, OWN_LEADS).map(({ row, leadId }) => ({
        ...version({ tenantId, leadId, upload: 1, row }),
        position: positionOf({ order, row }),
      }));
      await deps.leads.putVersions({ versions: own });
      await deps.leads.advance({ versions: own, at: 1 });
      const records = pointers.slice(0, COMPLETED + FAILED).map((pointer, n) => {
        const status: BatchStatus = n < COMPLETED ? "COMPLETED" : "FAILED";
        return batch({ runId, ...pointer, status, ...(n < COMPLETED ? {} : { created: 0 }) });
      });
      // The counts alone, as they are stored: nothing here reads the records themselves, which may be twenty times as long.
      const expiresAt = systemClock.now();
      const writes = records.map((record) => ({ PutRequest: { Item: countsOf({ record, expiresAt }) } }));
      await writeAll({ table: openTable(open(tables.runs)), writes });
      costs = countCosts(client);
    }, 120_000);
    afterAll(() => client.destroy());

    /** The requests of `work`; how long it took is printed. */
    async function requestsOf<T>(
      what: string,
      work: () => Promise<T>,
    ): Promise<{ answer: T; requests: number }> {
      const before = costs.requests;
      const begun = performance.now();
      const answer = await work();
      const requests = costs.requests - before;
      console.log(`${what}: ${requests} requests, ${Math.round(performance.now() - begun)} ms`);
      return { answer, requests };
    }

    it("is cancelled, its undo previewed, and retried in a bounded number of requests", async () => {
      const cancelled = await requestsOf("cancel", () => cancelRun({ runId }, deps));
      expect(cancelled.answer.status).toBe("CANCELLED");
      expect(cancelled.requests).toBeLessThan(5);
      const seen = await requestsOf("counts", () => deps.runs.totals({ runId }));
      expect(seen.requests).toBeLessThan(5);
      const summary = summaryOf({ run: cancelled.answer, totals: seen.answer, now: 0 });
      expect(summary).toMatchObject({
        failed: FAILED * ROWS_A_BATCH,
        pending: (BATCHES - COMPLETED - FAILED) * ROWS_A_BATCH,
      });

      const preview = await requestsOf("preview of undo", () =>
        previewUndo({ runId, most: LOOKED_AT }, deps),
      );
      expect(preview.answer).toEqual({
        ...{ deleted: OWN_LEADS, restored: 0, untouched: LOOKED_AT - OWN_LEADS, complete: false },
      });
      // A hundred leads in a request, and one for each that is the run's own.
      expect(preview.requests).toBeLessThan(LOOKED_AT / 100 + OWN_LEADS + 5);

      const retried = await requestsOf("retry", () => retryRun({ runId }, deps));
      expect(retried.answer).toEqual({ name: `${runId}-r1`, batches: BATCHES - COMPLETED });
      expect(started).toEqual([{ name: `${runId}-r1`, input: { runId } }]);
      expect(retried.requests).toBeLessThan(10);

      const listed = await requestsOf("the retry's first step", () => parseFile({ runId }, deps));
      expect(listed.answer).toMatchObject({
        ...{ isNew: false, batches: BATCHES - COMPLETED, manifest: runKeys.retry(runId, 2) },
      });
      expect(listed.requests).toBeLessThan(10);
    });
  },
);

function countsOf(input: Parameters<typeof itemsOfBatch>[0]): Item {
  const [, counts = {}] = itemsOfBatch(input);
  return counts;
}

function lines(all: object[]): string {
  return all.map((one) => `${JSON.stringify(one)}\n`).join("");
}
