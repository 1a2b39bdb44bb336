import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openApp } from "@millrace/local/app";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type ChatServer, startChatServer } from "../equipment/chat-server.ts";
import { equationHolds, leadsIn, millraceOn, summaryIn, temporaryFolder } from "../equipment/command.ts";
import { rowsIn, runsIn } from "../equipment/data-folder.ts";
import { filesUnder, until } from "../equipment/folder.ts";
import { hurriedClock } from "../equipment/hurried-clock.ts";
import { startImport } from "../equipment/importing.ts";
import { leadFile } from "../equipment/lead-file.ts";

const folder = temporaryFolder();
afterAll(folder.remove);

const ROWS = 200;
const { csv, leads } = leadFile(ROWS);
const file = join(folder.path, "leads.csv");
writeFileSync(file, csv);
/** 10 rows a batch, 5 at once: what may have been asked before the first answer was known. */
const AT_ONCE = 5;

const servers: ChatServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
async function chat(otherwise?: NonNullable<Parameters<typeof startChatServer>[0]>["otherwise"]) {
  const server = await startChatServer(otherwise === undefined ? {} : { otherwise });
  servers.push(server);
  return server;
}

let next = 0;
const freshData = () => join(folder.path, `data-${next++}`);
const envOf = (url: string) => ({ MILLRACE_MODEL_KEY: "key", MILLRACE_MODEL_URL: url });
const on = (data: string, { url }: { url: string }) => millraceOn(data, envOf(url));

/** The table of an import that met no trouble. */
let expectedTable: string[];
beforeAll(async () => {
  const millrace = on(freshData(), await chat());
  expect((await millrace.run("import", file)).code).toBe(0);
  expectedTable = await tableOf(millrace);
});

async function tableOf(millrace: ReturnType<typeof millraceOn>): Promise<string[]> {
  const all = leadsIn(await millrace.run("leads", "--format", "jsonl"));
  return all.map(({ createdAt, updatedAt, ...lead }) => JSON.stringify(lead));
}

const DeadLetter = z.object({ body: z.string() });
const deadLettersIn = (data: string) =>
  rowsIn({ data, sql: "SELECT body FROM messages WHERE queue = 'dead-letters'", row: DeadLetter }).map(
    ({ body }) => JSON.parse(body),
  );

describe("a cap on what the model may cost", () => {
  it("pauses the run and says so; a retry goes on with a higher one, and ends as without a cap", async () => {
    const server = await chat();
    const data = freshData();
    const millrace = on(data, server);
    const capped = await millrace.run("import", file, "--max-cost", "0.0005");
    expect(capped).toMatchObject({ code: 4, stdout: expect.stringContaining("PAUSED") });
    expect(capped.stdout).toMatch(/paused: the model has cost 0\.000\d USD of 0\.0005/);
    expect(capped.stdout).toMatch(/millrace retry \w+ --max-cost 0\.001/);
    const [run] = runsIn(data);
    const runId = run?.runId ?? "";
    const paused = summaryIn(await millrace.run("runs", runId, "--json"));
    expect(paused).toMatchObject({ status: "PAUSED", rows: ROWS, failed: 0 });
    expect(paused.pending).toBeGreaterThan(0);
    expect(paused.created).toBeGreaterThan(0);
    expect(equationHolds(paused)).toBe(true);
    expect((await millrace.run("batches", runId, "--status", "PENDING")).stdout).toContain("Run.CostCap");

    const asked = server.bodies.length;
    expect((await millrace.run("retry", runId)).code).toBe(4);
    expect(server.bodies).toHaveLength(asked);

    const done = await millrace.run("retry", runId, "--max-cost", "1", "--json");
    expect(done.code).toBe(0);
    expect(summaryIn(done)).toMatchObject({ status: "COMPLETED", pending: 0, failed: 0 });
    expect(await tableOf(millrace)).toEqual(expectedTable);
  });
});

describe.each([
  { status: 401, why: "refuses the API key" },
  { status: 402, why: "no credit" },
])("a model that answers $status", ({ status, why }) => {
  it("pauses the run once: later batches do not ask, and rows that need no model are imported", async () => {
    const server = await chat({ status });
    const data = freshData();
    const done = await on(data, server).run("import", file, "--batch-size", "2");
    expect(done).toMatchObject({ code: 4, stdout: expect.stringContaining(`paused: The`) });
    expect(done.stdout).toContain(why);
    expect(server.bodies.length).toBeLessThanOrEqual(AT_ONCE);
    const [run] = runsIn(data);
    const paused = summaryIn(await on(data, server).run("runs", run?.runId ?? "", "--json"));
    expect(paused.created).toBeGreaterThan(ROWS / 4);
    expect(paused.pending).toBeGreaterThan(ROWS / 4);
    expect(equationHolds(paused)).toBe(true);

    const again = await on(data, await chat()).run("retry", run?.runId ?? "", "--json");
    expect(again.code).toBe(0);
    expect(summaryIn(again)).toMatchObject({ status: "COMPLETED", pending: 0 });
    expect(await tableOf(on(data, server))).toEqual(expectedTable);
  });
});

describe("a retry of a run that was begun with a model", () => {
  it("waits where no model is configured any more, and does not quietly end by rules", async () => {
    const data = freshData();
    await on(data, await chat({ status: 402 })).run("import", file);
    const [run] = runsIn(data);
    const done = await millraceOn(data).run("retry", run?.runId ?? "");
    expect(done).toMatchObject({ code: 4, stdout: expect.stringContaining("no key for one is configured") });
  });
});

describe("a model that refuses every question", () => {
  it("fails the batches that need it; batches says why, dead letters point to them, retry completes", async () => {
    const data = freshData();
    const server = await chat({ status: 400 });
    const done = await on(data, server).run("import", file, "--json");
    expect(done.code).toBe(3);
    const failed = summaryIn(done);
    expect(failed).toMatchObject({ status: "COMPLETED_WITH_ERRORS", pending: 0 });
    expect(failed.failed).toBeGreaterThan(0);
    expect(equationHolds(failed)).toBe(true);
    const shown = await on(data, server).run("batches", failed.runId, "--status", "FAILED", "--json");
    const batches = shown.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(batches).toHaveLength(failed.failedBatches);
    expect(batches[0].error).toEqual({
      name: "Model.Rejected",
      message: "The model's provider refuses the request (400)",
    });
    const letters = deadLettersIn(data).sort((a, b) => (a.batchId < b.batchId ? -1 : 1));
    expect(letters).toEqual(
      batches.map(({ runId, batchId }) => ({ runId, batchId, errorName: "Model.Rejected" })),
    );

    const again = await on(data, await chat()).run("retry", failed.runId, "--json");
    expect(again.code).toBe(0);
    expect(summaryIn(again)).toMatchObject({ status: "COMPLETED", failed: 0, failedBatches: 0 });
    expect(await tableOf(on(data, server))).toEqual(expectedTable);
  });
});

describe("a model that is down for good", () => {
  it("is tried for minutes, fails the batches that asked, lets the others wait; retry completes", async () => {
    const data = freshData();
    const down = await chat();
    await down.close();
    const app = openApp({ dataDir: data, env: envOf(down.url), clock: hurriedClock(100) });
    const runId = await startImport({ path: file, app, options: { mode: "hybrid" } });
    await app.flows.idle();
    await app.close();
    const server = await chat();
    const stopped = summaryIn(await on(data, server).run("runs", runId, "--json"));
    expect(stopped).toMatchObject({ status: "PAUSED", created: 0 });
    expect(stopped.failed).toBeGreaterThan(0);
    expect(stopped.pending).toBeGreaterThan(0);
    expect(equationHolds(stopped)).toBe(true);
    const shown = await on(data, server).run("batches", runId, "--status", "FAILED");
    expect(shown.stdout).toContain("Model.Unavailable: The model could not be reached");

    const again = await on(data, server).run("retry", runId, "--json");
    expect(again.code).toBe(0);
    expect(await tableOf(on(data, server))).toEqual(expectedTable);
  });
});

describe("a model that asks to slow down", () => {
  it("is asked again after the time it names", async () => {
    const server = await chat();
    const slow = { status: 429, headers: { "retry-after": "1" } } as const;
    server.script(slow, slow, slow);
    const done = await on(freshData(), server).run("import", file, "--json");
    expect(done.code).toBe(0);
    expect(summaryIn(done).seconds).toBeGreaterThanOrEqual(1);
    expect(server.bodies).toHaveLength(summaryIn(done).model.calls + 3);
  });
});

describe("a file imported again", () => {
  it("asks nothing: what the model answered is kept", async () => {
    const server = await chat();
    const millrace = on(freshData(), server);
    const first = summaryIn(await millrace.run("import", file, "--json"));
    const before = await tableOf(millrace);
    const asked = server.bodies.length;
    expect(asked).toBeGreaterThan(10);
    const again = summaryIn(await millrace.run("import", file, "--json"));
    expect(server.bodies).toHaveLength(asked);
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: first.created });
    expect(again.model).toEqual({ calls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0 });
    expect(await tableOf(millrace)).toEqual(before);
  });
});

describe("mode model", () => {
  it("asks about every row that speaks for a lead, and neither finds nor loses one", async () => {
    const server = await chat();
    const millrace = on(freshData(), server);
    const done = summaryIn(await millrace.run("import", file, "--mode", "model", "--json"));
    const winners = new Set(leads.map(({ email }) => email));
    expect(done).toMatchObject({ status: "COMPLETED", created: winners.size });
    expect(server.questions().flatMap(({ rows }) => rows).length).toBeGreaterThanOrEqual(winners.size);
    const found = leadsIn(await millrace.run("leads", "--format", "jsonl")).map(({ email }) => email);
    expect(new Set(found)).toEqual(winners);
  });
});

describe("a run whose model does not answer", () => {
  it("is cancelled by another process: its own ends soon, and a retry completes it", async () => {
    const hanging = await chat("hang");
    const data = freshData();
    const child = on(data, hanging).start(["import", file, "--json"]);
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.resume();
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
    await until(() => hanging.bodies.length > 0);
    const [run] = runsIn(data);
    const cancelled = await on(data, hanging).run("cancel", run?.runId ?? "", "--json");
    expect(cancelled.code).toBe(0);
    expect(summaryIn(cancelled)).toMatchObject({ status: "CANCELLED", rows: ROWS });
    expect(equationHolds(summaryIn(cancelled))).toBe(true);
    const code = await closed;
    const ended = summaryIn({ code, stdout, stderr: "" });
    expect(code).toBe(1);
    expect(ended).toMatchObject({ status: "CANCELLED", failed: 0 });
    expect(ended.pending).toBeGreaterThan(0);
    expect(equationHolds(ended)).toBe(true);

    const again = await on(data, await chat()).run("retry", ended.runId, "--json");
    expect(again.code).toBe(0);
    expect(summaryIn(again)).toMatchObject({ status: "COMPLETED", failed: 0, pending: 0 });
    expect(await tableOf(on(data, hanging))).toEqual(expectedTable);
  });

  it("does not hold up the end of start, and goes on at the next one", async () => {
    const hanging = await chat("hang");
    const data = freshData();
    const child = on(data, hanging).start(["start", "--json"]);
    child.stdout.resume();
    child.stderr.resume();
    const closed = new Promise((resolve) => child.on("close", resolve));
    await until(() => filesUnder(data).length > 0);
    await until(() => {
      try {
        writeFileSync(join(data, "drop", "leads.csv"), csv);
        return true;
      } catch {
        return false;
      }
    });
    await until(() => hanging.bodies.length > 0);
    child.kill("SIGTERM");
    expect(await closed).toBe(0);
    expect(runsIn(data)).toMatchObject([{ status: "RUNNING" }]);

    const again = on(data, await chat()).start(["start"]);
    again.stdout.resume();
    again.stderr.resume();
    await until(() => runsIn(data)[0]?.status === "COMPLETED");
    again.kill("SIGTERM");
    await new Promise((resolve) => again.on("close", resolve));
    expect(await tableOf(on(data, hanging))).toEqual(expectedTable);
  });
});
