// How fast the stores of one machine are: node packages/local/scripts/measure-stores.ts [LEADS]
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LeadVersion } from "@millrace/core/lead";
import { objectWriter, readText } from "@millrace/core/object";
import { type BatchRecord, NO_USAGE, positionOf, uploadOrder } from "@millrace/core/run";
import { openStores } from "../src/store/index.ts";
import { systemClock, uuid } from "../src/system.ts";

const COUNT = Number(process.argv[2] ?? 100_000);
const BATCH = 10;
const dataDir = mkdtempSync(join(tmpdir(), "millrace-measure-"));
const { leads, runs, objects, close } = openStores({
  dataDir,
  clock: systemClock,
  uuid,
  owner: { pid: process.pid, isAlive: () => true },
});

async function measure(input: { name: string; count: number; work: () => Promise<unknown> }): Promise<void> {
  const start = process.hrtime.bigint();
  const startUsage = process.cpuUsage();
  await input.work();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const usage = process.cpuUsage(startUsage);
  const rate = Math.round(input.count / seconds).toLocaleString("en");
  // What others do on the machine changes the rate, and hardly the processor time.
  const processor = ((usage.user + usage.system) / input.count).toFixed(1);
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  console.log(
    `${input.name.padEnd(36)} ${rate.padStart(10)} /s ${processor.padStart(8)} µs each ${seconds.toFixed(2).padStart(7)} s ${memory} MB`,
  );
}

function versionOf(input: { upload: number; row: number; title: string }): LeadVersion {
  const { upload, row, title } = input;
  const hash = createHash("sha1").update(String(row)).digest("hex");
  const runId = createHash("sha1").update(`run ${upload}`).digest("hex").slice(0, 20);
  const order = uploadOrder({ eventTime: 1_700_000_000_000 + upload, sequencer: "", runId });
  return {
    tenantId: "default",
    leadId: `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(12, 15)}-a${hash.slice(15, 18)}-${hash.slice(18, 30)}`,
    position: positionOf({ order, row }),
    runId,
    batchId: String(Math.floor(row / BATCH)).padStart(8, "0"),
    row,
    sourceFile: "leads-2025.csv",
    fields: {
      firstName: "María",
      lastName: `García López ${row}`,
      title,
      company: `Example Company ${row}`,
      email: `maria${row}@example.com`,
      phone: "+5215512345678",
      remarks: "Source: fair; Note: call back after the holidays",
    },
    by: { firstName: 'column "First Name"', lastName: 'column "Last Name"', email: 'column "Email"' },
    issues: [],
    modelKey: null,
    at: 1_700_000_000_000,
  };
}

async function importAll(input: { upload: number; title: string }): Promise<void> {
  for (let start = 0; start < COUNT; start += BATCH) {
    const versions = Array.from({ length: BATCH }, (_, n) => versionOf({ ...input, row: start + n }));
    await leads.putVersions({ versions });
    await leads.advance({ versions, at: 1_700_000_000_000 });
  }
}

function recordOf(batch: number): BatchRecord {
  return {
    runId: "run",
    batchId: String(batch).padStart(8, "0"),
    status: "COMPLETED",
    rows: BATCH,
    offset: batch * 3_000,
    bytes: 3_000,
    created: BATCH,
    updated: 0,
    unchanged: 0,
    superseded: 0,
    model: NO_USAGE,
    error: null,
    actions: [],
    startedAt: 1,
    finishedAt: 2,
    duplicateDetectionMs: 1,
  };
}

async function eachBatch(work: (batch: number) => Promise<unknown>): Promise<void> {
  for (let batch = 0; batch < COUNT / BATCH; batch++) await work(batch);
}

const size = () => `${Math.round(statSync(join(dataDir, "millrace.db")).size / 1e6)} MB database`;
const body = "x".repeat(250 * BATCH);
const key = (batch: number) => `runs/run/standardised/${String(batch).padStart(8, "0")}.jsonl`;
const batches = COUNT / BATCH;

for (const [upload, title] of ["Buyer", "Buyer", "Head of Purchasing"].entries()) {
  const name = ["leads created", "leads unchanged", "leads updated"][upload] ?? "";
  await measure({ name, count: COUNT, work: () => importAll({ upload, title }) });
  console.log(`  ${size()}`);
}
await measure({
  name: "batch records put",
  count: batches,
  work: () => eachBatch((n) => runs.putBatch(recordOf(n))),
});
await measure({ name: "totals of the run", count: 1, work: () => runs.totals({ runId: "run" }) });
await measure({
  name: "objects put once (2.5 KB)",
  count: batches,
  work: () => eachBatch((n) => objects.put({ key: key(n), body, ifAbsent: true })),
});
await measure({
  name: "objects put",
  count: batches,
  work: () => eachBatch((n) => objects.put({ key: key(n), body })),
});
await measure({
  name: "objects read",
  count: batches,
  work: () => eachBatch((n) => readText({ objects, key: key(n) })),
});
await measure({
  name: "objects listed",
  count: batches,
  work: () => objects.list({ prefix: "runs/run/standardised/" }),
});
await measure({
  name: "lines written to one object (250 B)",
  count: COUNT,
  work: async () => {
    const writer = objectWriter({ objects, key: "runs/run/rows.jsonl" });
    for (let row = 0; row < COUNT; row++) await writer.write(`${"x".repeat(249)}\n`);
    await writer.close();
  },
});
await measure({
  name: "ranges read of it (2.5 KB)",
  count: batches,
  work: () =>
    eachBatch((n) => {
      const start = n * body.length;
      return readText({ objects, key: "runs/run/rows.jsonl", range: { start, end: start + body.length } });
    }),
});

close();
rmSync(dataDir, { recursive: true });
