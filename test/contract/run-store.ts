import {
  type BatchRecord,
  NO_PRODUCTS,
  NO_USAGE,
  type ProductCounts,
  RUN_STATUSES,
  type Run,
  type RunStore,
} from "@millrace/core/run";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { batch, order, run, unique } from "./samples.ts";

/** What {@link runStoreContract} asks of an adapter: an open store, empty or not. */
export type MakeRunStore = () => Promise<{ store: RunStore; close(): Promise<void> }>;

const FAILURE = { name: "LeadFile.Empty", message: "the file holds no rows" };
const USAGE = { calls: 2, promptTokens: 100, completionTokens: 50, costUsd: 0.25 };
const CATALOG: Run["options"] = {
  ...{ catalogId: "spring", provider: "keepa", marketplace: "co.uk", batchSize: null, maxConcurrency: 10 },
  ...{ codeColumn: null, sample: false, user: "drop" },
};
const PARSE: NonNullable<Run["parse"]> = {
  format: "csv",
  encoding: "windows-1252",
  delimiter: ";",
  sheet: "",
  headerRow: 3,
  header: ["Correo electrónico", "Empresa"],
  columns: [{ header: "Empresa", target: null, confidence: "unsure", reason: "two candidates" }],
  notes: ["a note"],
  rows: 20,
  duplicates: 2,
  rejected: 1,
  skipped: { blank: 1, preamble: 2, repeatedHeader: 0 },
  batches: 2,
};

/** What every {@link RunStore} does. The store may be shared: each test has a tenant and runs of its own. */
export function runStoreContract(name: string, make: MakeRunStore): void {
  describe(`${name}: the contract of RunStore`, () => {
    let store: RunStore;
    let close: () => Promise<void>;
    let tenantId: string;

    beforeEach(async () => {
      ({ store, close } = await make());
      tenantId = unique("tenant");
    });
    afterEach(() => close());

    const registered = (upload = 1, more: Partial<Run> = {}) =>
      store.register(run({ tenantId, upload, ...more }));

    describe("runs", () => {
      it("come back as they were registered", async () => {
        const full = run({
          tenantId,
          upload: 1,
          parse: PARSE,
          model: USAGE,
          halted: FAILURE,
          error: FAILURE,
        });
        const catalog = run({ tenantId, upload: 3, options: CATALOG });
        for (const one of [run({ tenantId, upload: 2 }), full, catalog]) {
          expect(await store.register(one)).toEqual(one);
          expect(await store.get({ runId: one.runId })).toEqual(one);
        }
      });

      it("registered again stay as they are, and are the answer", async () => {
        const first = await registered();
        const now = await store.update({ runId: first.runId, set: { status: "RUNNING", startedAt: 5 } });
        expect(await store.register({ ...first, registeredAt: 9, sourceFile: "other.csv" })).toEqual(now);
        expect(await store.get({ runId: first.runId })).toEqual(now);
      });

      it("registered many times at once are one", async () => {
        const runId = unique("run");
        const answers = await Promise.all([1, 2, 3, 4].map((upload) => registered(upload, { runId })));
        expect(new Set(answers.map((answer) => answer.order)).size).toBe(1);
        expect(await store.list({ tenantId, limit: 10 })).toHaveLength(1);
      });

      it("that nobody registered are null", async () => {
        const runId = unique("run");
        expect(await store.get({ runId })).toBeNull();
        expect(await store.update({ runId, set: { status: "RUNNING" } })).toBeNull();
      });

      it("are listed newest first, page by page, for one tenant", async () => {
        for (const upload of [2, 12, 1, 3]) await registered(upload);
        await store.register(run({ tenantId: unique("tenant"), upload: 4 }));
        const first = await store.list({ tenantId, limit: 2 });
        expect(first.map((one) => one.order)).toEqual([order(12), order(3)]);
        const second = await store.list({ tenantId, before: order(3), limit: 9 });
        expect(second.map((one) => one.order)).toEqual([order(2), order(1)]);
        expect(await store.list({ tenantId, before: order(1), limit: 9 })).toEqual([]);
      });
    });

    describe("update", () => {
      it("changes what is set and nothing else, and answers the run", async () => {
        const { runId } = await registered(1, { error: FAILURE, startedAt: 1 });
        const before = await store.get({ runId });
        const options = { ...run({ tenantId, upload: 1 }).options, maxCostUsd: 7 };
        const set = {
          status: "RUNNING",
          options,
          parse: PARSE,
          attempt: 2,
          error: null,
          finishedAt: 9,
        } as const;
        const after = await store.update({ runId, set });
        expect(after).toEqual({ ...before, ...set });
        expect(await store.get({ runId })).toEqual(after);
      });

      it("of nothing answers the run as it is", async () => {
        const before = await registered();
        expect(await store.update({ runId: before.runId, set: {} })).toEqual(before);
      });

      it.each(RUN_STATUSES)("sets the status %s", async (status) => {
        const { runId } = await registered();
        expect((await store.update({ runId, set: { status } }))?.status).toBe(status);
      });

      it("happens only from one of the statuses given", async () => {
        const { runId } = await registered(1, { status: "RUNNING" });
        const from = ["REGISTERED", "PAUSED"] as const;
        expect(await store.update({ runId, from, set: { status: "CANCELLED" } })).toBeNull();
        expect(await store.update({ runId, from: [], set: { status: "CANCELLED" } })).toBeNull();
        expect((await store.get({ runId }))?.status).toBe("RUNNING");
        const done = await store.update({ runId, from: ["PAUSED", "RUNNING"], set: { status: "UNDOING" } });
        expect(done?.status).toBe("UNDOING");
      });

      it("done many times at once from one status succeeds once", async () => {
        const { runId } = await registered();
        const done = await Promise.all(
          [1, 2, 3, 4].map((attempt) =>
            store.update({ runId, from: ["REGISTERED"], set: { status: "RUNNING", attempt } }),
          ),
        );
        const winners = done.filter((one) => one !== null);
        expect(winners).toHaveLength(1);
        expect(await store.get({ runId })).toEqual(winners[0]);
      });
    });

    describe("spend", () => {
      it("adds to the sum, and answers it; nothing else changes", async () => {
        const before = await registered();
        expect(await store.spend({ runId: before.runId, usage: USAGE })).toEqual(USAGE);
        const twice = { calls: 4, promptTokens: 200, completionTokens: 100, costUsd: 0.5 };
        expect(await store.spend({ runId: before.runId, usage: USAGE })).toEqual(twice);
        expect(await store.get({ runId: before.runId })).toEqual({ ...before, model: twice });
      });

      it("many times at once loses nothing, nor does an update beside it", async () => {
        const { runId } = await registered();
        await Promise.all(
          Array.from({ length: 20 }, (_, attempt) => [
            store.spend({ runId, usage: USAGE }),
            store.update({ runId, set: { attempt } }),
          ]).flat(),
        );
        expect((await store.get({ runId }))?.model).toEqual({
          calls: 40,
          promptTokens: 2_000,
          completionTokens: 1_000,
          costUsd: 5,
        });
      });

      it("of a run nobody registered fails with Run.NotFound", async () => {
        const runId = unique("run");
        await expect(store.spend({ runId, usage: USAGE })).rejects.toMatchObject({ name: "Run.NotFound" });
        expect(await store.get({ runId })).toBeNull();
      });
    });

    describe("batches", () => {
      it("come back as they were put", async () => {
        const runId = unique("run");
        const action = {
          leadId: "a",
          row: 3,
          action: "lead_updated",
          previousSourceFile: "a.csv",
          newSourceFile: "b.csv",
          fieldsChanged: ["company"],
        } as const;
        const plain = batch({ runId, batchId: "0001" });
        const full = batch({
          runId,
          batchId: "0002",
          error: FAILURE,
          actions: [{ ...action, fieldsChanged: ["company"] }],
        });
        for (const one of [plain, full]) {
          await store.putBatch(one);
          expect(await store.getBatch({ runId, batchId: one.batchId })).toEqual(one);
        }
        expect(await store.getBatch({ runId, batchId: "0003" })).toBeNull();
        expect(await store.getBatch({ runId: unique("run"), batchId: "0001" })).toBeNull();
      });

      it.each([
        ["FAILED", "COMPLETED", "COMPLETED"],
        ["PENDING", "COMPLETED", "COMPLETED"],
        ["FAILED", "PENDING", "PENDING"],
        ["PENDING", "FAILED", "FAILED"],
        ["COMPLETED", "FAILED", "COMPLETED"],
        ["COMPLETED", "PENDING", "COMPLETED"],
      ] as const)("%s, then %s: the record is %s", async (first, second, expected) => {
        const runId = unique("run");
        await store.putBatch(batch({ runId, batchId: "1", status: first, startedAt: 1 }));
        await store.putBatch(batch({ runId, batchId: "1", status: second, startedAt: 2 }));
        const record = await store.getBatch({ runId, batchId: "1" });
        expect(record).toMatchObject({ status: expected, startedAt: first === "COMPLETED" ? 1 : 2 });
      });

      it("COMPLETED again replaces COMPLETED, and is counted once", async () => {
        const runId = unique("run");
        await store.putBatch(batch({ runId, batchId: "1", created: 10 }));
        const second = batch({ runId, batchId: "1", created: 4, unchanged: 6 });
        await store.putBatch(second);
        expect(await store.getBatch({ runId, batchId: "1" })).toEqual(second);
        expect(await store.totals({ runId })).toMatchObject({ completed: 1, created: 4, unchanged: 6 });
      });

      it("are listed in order of batchId, page by page, by status", async () => {
        const runId = unique("run");
        const status = (n: number) => (n % 3 === 0 ? "FAILED" : "COMPLETED");
        for (const n of [5, 3, 10, 1, 9, 2, 4, 8, 7, 6]) {
          await store.putBatch(batch({ runId, batchId: String(n).padStart(4, "0"), status: status(n) }));
        }
        await store.putBatch(batch({ runId: unique("run"), batchId: "0005" }));
        const pages = async (more: Partial<Parameters<RunStore["batches"]>[0]>) =>
          (await store.batches({ runId, limit: 3, ...more })).map((one) => Number(one.batchId));
        expect(await pages({})).toEqual([1, 2, 3]);
        expect(await pages({ after: "0003" })).toEqual([4, 5, 6]);
        expect(await pages({ after: "0009" })).toEqual([10]);
        expect(await pages({ after: "0010" })).toEqual([]);
        expect(await pages({ status: "FAILED", limit: 2 })).toEqual([3, 6]);
        expect(await pages({ status: "FAILED", after: "0006" })).toEqual([9]);
        expect(await pages({ status: "PENDING" })).toEqual([]);
      });
    });

    it("statuses of batches are those of their records, in the same order, page by page", async () => {
      const runId = unique("run");
      const statuses = ["COMPLETED", "FAILED", "PENDING"] as const;
      for (const [n, status] of [...statuses, ...statuses].entries())
        await store.putBatch(batch({ runId, batchId: `b000000${n}`, status }));
      await store.putBatch(batch({ runId: `${runId}-2`, batchId: "b0000003" }));
      await store.putBatch(batch({ runId, batchId: "b0000001", status: "COMPLETED" }));
      const records = await store.batches({ runId, limit: 10 });
      const states = records.map(({ batchId, status }) => ({ batchId, status }));
      expect(states).toHaveLength(6);
      expect(await store.batchStatuses({ runId, limit: 10 })).toEqual(states);
      expect(await store.batchStatuses({ runId, limit: 2 })).toEqual(states.slice(0, 2));
      expect(await store.batchStatuses({ runId, after: "b0000001", limit: 3 })).toEqual(states.slice(2, 5));
      expect(await store.batchStatuses({ runId, after: "b0000005", limit: 3 })).toEqual([]);
      expect(await store.batchStatuses({ runId: unique("run"), limit: 3 })).toEqual([]);
    });

    describe("totals", () => {
      it("of a run without batches are zero", async () => {
        expect(await store.totals({ runId: unique("run") })).toEqual(sums([]));
      });

      it("are sums over the records as they stand, for any puts in any order", async () => {
        const Put = fc.record({
          batchId: fc.constantFrom("1", "2", "3", "4"),
          status: fc.constantFrom("COMPLETED", "FAILED", "PENDING"),
          counts: fc.array(fc.nat(10), { minLength: 4, maxLength: 4 }),
          products: fc.option(
            fc.record({ enriched: fc.nat(10), noData: fc.nat(10), rejected: fc.nat(10), tokens: fc.nat(10) }),
          ),
        });
        await fc.assert(
          fc.asyncProperty(fc.array(Put, { maxLength: 12 }), async (puts) => {
            const runId = unique("run");
            const records = new Map<string, BatchRecord>();
            for (const { batchId, status, counts, products } of puts) {
              const [created = 0, updated = 0, unchanged = 0, superseded = 0] =
                status === "COMPLETED" ? counts : [];
              const rows = counts.reduce((a, b) => a + b);
              const record = batch({
                ...{ runId, batchId, status, rows, created, updated, unchanged, superseded },
                ...(products === null ? {} : { products }),
              });
              await store.putBatch(record);
              if (status === "COMPLETED" || records.get(batchId)?.status !== "COMPLETED") {
                records.set(batchId, record);
              }
            }
            const totals = await store.totals({ runId });
            expect(totals).toEqual(sums([...records.values()]));
            const stored = await store.batches({ runId, limit: 10 });
            expect(new Set(stored)).toEqual(new Set(records.values()));
          }),
          { numRuns: 50 },
        );
      });

      it("say nothing of what another run did", async () => {
        const runId = unique("run");
        await store.putBatch(batch({ runId, batchId: "1" }));
        await store.putBatch(batch({ runId: `${runId}-r2`, batchId: "1" }));
        expect(await store.totals({ runId })).toMatchObject({ completed: 1, created: 10 });
      });
    });

    it("a run's usage is not a batch's: records of batches add nothing to it", async () => {
      const { runId } = await registered();
      await store.putBatch(batch({ runId, batchId: "1" }));
      expect((await store.get({ runId }))?.model).toEqual(NO_USAGE);
    });
  });
}

function sums(records: BatchRecord[]) {
  const sum = (status: BatchRecord["status"], of: (record: BatchRecord) => number) =>
    records.filter((record) => record.status === status).reduce((total, record) => total + of(record), 0);
  const every = (of: (products: ProductCounts) => number) =>
    records.reduce((total, { products = NO_PRODUCTS }) => total + of(products), 0);
  return {
    completed: sum("COMPLETED", () => 1),
    failed: sum("FAILED", () => 1),
    pending: sum("PENDING", () => 1),
    failedRows: sum("FAILED", ({ rows }) => rows),
    pendingRows: sum("PENDING", ({ rows }) => rows),
    created: sum("COMPLETED", ({ created }) => created),
    updated: sum("COMPLETED", ({ updated }) => updated),
    unchanged: sum("COMPLETED", ({ unchanged }) => unchanged),
    superseded: sum("COMPLETED", ({ superseded }) => superseded),
    products: {
      enriched: every(({ enriched }) => enriched),
      noData: every(({ noData }) => noData),
      rejected: every(({ rejected }) => rejected),
      tokens: every(({ tokens }) => tokens),
    },
  };
}
