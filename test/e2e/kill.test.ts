import { randomInt } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openApp } from "@millrace/local/app";
import { upload } from "@millrace/local/intake";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChatServer, startChatServer } from "../equipment/chat-server.ts";
import {
  equationHolds,
  type Finished,
  leadsIn,
  millraceOn,
  type Summary,
  summaryIn,
  temporaryFolder,
} from "../equipment/command.ts";
import { finishedRowsIn, runsIn } from "../equipment/data-folder.ts";
import { filesUnder, until } from "../equipment/folder.ts";
import { startImport } from "../equipment/importing.ts";
import { LEAD_HEADER, leadFile } from "../equipment/lead-file.ts";
import { chance } from "../simulation/simulator.ts";

const SEED = Number(process.env.MILLRACE_TEST_SEED ?? randomInt(2 ** 31));
const random = chance(SEED);
const below = (limit: number) => Math.floor(random() * limit);

const folder = temporaryFolder();
afterAll(folder.remove);

const fileOf = (name: string, text: string) => {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
};

const ROWS = 2_000;
const KILLS = 20;
/** The first ones are by time, and meet a process that starts, copies the file or parses it. */
const EARLY_KILLS = 5;
/** A process has started, copied and parsed in this time on a quiet machine. */
const EARLY_MS = 900;
/** About 200 batches ask the model: so many questions between two kills spread the others over them. */
const QUESTIONS_PER_LIFE = 14;
/** A process that has nothing to ask is killed all the same. */
const LONGEST_LIFE_MS = 4_000;

const { csv, leads } = leadFile(ROWS);
const file = fileOf("leads.csv", csv);
const other = fileOf("other.csv", `${LEAD_HEADER}\nAna Paz,ana@example.com,,,\n`);
const options = ["--country", "CO"];

/** What a run comes to, whatever it has been through: what it cost and how long it took are left out. */
const counts = ({ runId, seconds, model, ...rest }: Summary) => rest;
/** All columns but those that say when. */
const table = (done: Finished) => leadsIn(done).map(({ createdAt, updatedAt, ...lead }) => lead);

const rowOfName = new Map(leads.map(({ family, given, row }) => [`${family} / ${given}`, row]));
/** Rows of the file a question asks about. */
const rowsAsked = (question: ReturnType<ChatServer["questions"]>[number]) =>
  question.rows.flatMap(({ cells }) => cells.flatMap(([, text]) => rowOfName.get(text) ?? []));

/** How many questions some row was part of. */
function timesAsked(server: ChatServer): Map<number, number> {
  const times = new Map<number, number>();
  for (const row of server.questions().flatMap(rowsAsked)) times.set(row, (times.get(row) ?? 0) + 1);
  return times;
}

describe(`an import of 2,000 leads killed 20 times (MILLRACE_TEST_SEED=${SEED})`, () => {
  const calm = join(folder.path, "calm");
  const killed = join(folder.path, "killed");
  let servers: { calm: ChatServer; killed: ChatServer };
  let undisturbed: Summary;
  let summary: Summary;
  let killedTable: ReturnType<typeof table>;
  /** Rows of finished batches that were asked about again. */
  const paidTwice: number[] = [];
  const statuses: string[] = [];

  const millrace = (data: string, server: ChatServer) =>
    millraceOn(data, { MILLRACE_MODEL_KEY: "key", MILLRACE_MODEL_URL: server.url });

  /** What a user may do after a crash; each of these goes on with what was left. */
  function nextCommand(): string[] {
    const [run] = runsIn(killed);
    if (run === undefined) return ["import", file, ...options];
    return (
      [
        ["start", ...options],
        ["import", other, "--tenant", "other"],
        ["retry", run.runId],
      ][below(3)] ?? []
    );
  }

  async function live(kill: number): Promise<void> {
    const server = servers.killed;
    const asked = server.bodies.length;
    const finished = new Set(finishedRowsIn(killed));
    const child = millrace(killed, server).start(nextCommand());
    const closed = new Promise<void>((resolve) => child.on("close", () => resolve()));
    child.stdout.resume();
    child.stderr.resume();
    const started = performance.now();
    const early = kill < EARLY_KILLS ? below(EARLY_MS) : LONGEST_LIFE_MS;
    const target = kill < EARLY_KILLS ? Number.POSITIVE_INFINITY : asked + below(QUESTIONS_PER_LIFE);
    await until(() => server.bodies.length > target || performance.now() - started > early);
    await until(() => performance.now() - started > early, below(12));
    child.kill("SIGKILL");
    await closed;
    paidTwice.push(
      ...server
        .questions()
        .slice(asked)
        .flatMap(rowsAsked)
        .filter((row) => finished.has(row)),
    );
    statuses.push(runsIn(killed)[0]?.status ?? "none");
  }

  beforeAll(async () => {
    servers = { calm: await startChatServer(), killed: await startChatServer() };
    const done = await millrace(calm, servers.calm).run("import", file, ...options, "--json");
    expect(done.code).toBe(0);
    undisturbed = summaryIn(done);

    for (let kill = 0; kill < KILLS; kill++) await live(kill);
    const last = await millrace(killed, servers.killed).run("import", other, "--tenant", "other", "--json");
    expect(last.code).toBe(0);
    const [run] = runsIn(killed);
    summary = summaryIn(await millrace(killed, servers.killed).run("runs", run?.runId ?? "", "--json"));
    killedTable = table(await millrace(killed, servers.killed).run("leads", "--format", "jsonl"));
  });
  afterAll(async () => {
    await servers.calm.close();
    await servers.killed.close();
  });

  it("is killed while it is under way", () => {
    expect(statuses.filter((status) => status === "RUNNING").length).toBeGreaterThan(KILLS / 2);
  });

  it("ends in the table of an undisturbed import", async () => {
    expect(undisturbed.model.calls).toBeGreaterThan(100);
    const expected = table(await millrace(calm, servers.calm).run("leads", "--format", "jsonl"));
    expect(expected.length).toBeGreaterThan(1_800);
    expect(killedTable).toEqual(expected);
  });

  it("ends in the counts of an undisturbed import, every row accounted for", () => {
    expect(counts(summary)).toEqual(counts(undisturbed));
    expect(summary).toMatchObject({
      status: "COMPLETED",
      rows: ROWS,
      failed: 0,
      pending: 0,
      failedBatches: 0,
    });
    expect(equationHolds(summary)).toBe(true);
  });

  it("is one run, whatever was called after each crash", () => {
    expect(runsIn(killed)).toHaveLength(1);
  });

  it("pays for no row of a finished batch twice", () => {
    expect(paidTwice).toEqual([]);
  });

  it("pays twice only for what was being answered when it was killed: five batches of ten at most", () => {
    const once = [...timesAsked(servers.calm).values()].reduce((sum, times) => sum + times, 0);
    const all = [...timesAsked(servers.killed).values()].reduce((sum, times) => sum + times, 0);
    expect(all - once).toBeLessThanOrEqual(KILLS * 5 * 10);
  });
});

describe(`start killed with files half-way through (MILLRACE_TEST_SEED=${SEED})`, () => {
  const FILES = 24;
  const line = (n: number) => `Ana Paz,ana${n}@example.com,,Acme ${n},`;

  it("imports each file once, in whatever moment it was killed", async () => {
    const data = join(folder.path, "dropped");
    const drop = join(data, "drop");
    mkdirSync(drop, { recursive: true });
    for (let n = 0; n < FILES; n++) {
      writeFileSync(join(drop, `${n}.csv`), `${LEAD_HEADER}\n${line(n)}\n${line(n + 1)}\n`);
    }
    const millrace = millraceOn(data);
    const start = () => {
      const child = millrace.start(["start"]);
      child.stdout.resume();
      child.stderr.resume();
      return { child, closed: new Promise((resolve) => child.on("close", resolve)) };
    };
    for (let kill = 0; kill < 2; kill++) {
      const { child, closed } = start();
      const before = filesUnder(drop).length;
      // Some way into the files: between or within the steps of taking one.
      const target = before - 1 - below(6);
      await until(() => filesUnder(drop).length <= target);
      await until(() => false, below(15));
      child.kill("SIGKILL");
      await closed;
      expect(filesUnder(drop).length).toBeGreaterThan(0);
    }
    const { child, closed } = start();
    const done = () => runsIn(data).filter(({ status }) => status === "COMPLETED").length === FILES;
    await until(done);
    child.kill("SIGTERM");
    expect(await closed).toBe(0);
    expect(runsIn(data)).toHaveLength(FILES);
    expect([...filesUnder(drop), ...filesUnder(join(data, "claimed"))]).toEqual([]);
    expect(leadsIn(await millrace.run("leads", "--format", "jsonl"))).toHaveLength(FILES + 1);
  });

  it("goes on with a claimed file, and with an upload whose run was never registered", async () => {
    const data = join(folder.path, "claimed");
    const app = openApp({ dataDir: data, env: {} });
    for (const n of [1, 2]) {
      const order = app.orders.next("acme");
      const place = join(data, "claimed", "acme", String(order));
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, "theirs.csv"), `${LEAD_HEADER}\n${line(n)}\n`);
      const claimed = { tenantId: "acme", path: join(place, "theirs.csv"), sourceFile: "theirs.csv", order };
      if (n === 2) await upload(claimed, app.deps);
    }
    await app.close();
    const child = millraceOn(data).start(["start"]);
    child.stdout.resume();
    const closed = new Promise((resolve) => child.on("close", resolve));
    await until(() => runsIn(data, "acme").filter(({ status }) => status === "COMPLETED").length === 2);
    child.kill("SIGTERM");
    await closed;
    expect(filesUnder(join(data, "claimed"))).toEqual([]);
    expect(
      leadsIn(await millraceOn(data).run("leads", "--tenant", "acme", "--format", "jsonl")),
    ).toHaveLength(2);
  });
});

describe("a run whose process died between recording it and starting it", () => {
  /** Registers a run as a process does that dies before its execution starts. */
  async function registerAndDie(data: string): Promise<string> {
    const app = openApp({ dataDir: data, env: {} });
    const dead = new Error("the process died");
    const flows = { ...app.flows, start: () => Promise.reject(dead) };
    const dying = { ...app, deps: { ...app.deps, flows } };
    await expect(startImport({ path: other, app: dying })).rejects.toBe(dead);
    const [run] = await app.deps.runs.list({ tenantId: "default", limit: 1 });
    await app.close();
    return run?.runId ?? "";
  }

  it("is started by the next command that works", async () => {
    const data = join(folder.path, "registered");
    const runId = await registerAndDie(data);
    expect(runsIn(data)).toEqual([{ runId, status: "REGISTERED" }]);
    const done = await millraceOn(data).run("import", other, "--tenant", "other");
    expect(done.code).toBe(0);
    expect(runsIn(data)).toEqual([{ runId, status: "COMPLETED" }]);
  });

  it("is started where the process died in a retry, too", async () => {
    const data = join(folder.path, "retried");
    const runId = await registerAndDie(data);
    const app = openApp({ dataDir: data, env: {} });
    await app.deps.runs.update({ runId, set: { status: "RUNNING", attempt: 2 } });
    await app.close();
    await millraceOn(data).run("import", other, "--tenant", "other");
    expect(runsIn(data)).toEqual([{ runId, status: "COMPLETED" }]);
  });
});

describe("executions of an earlier process that had this one's number, as in a container", () => {
  it("are taken over at once", async () => {
    const data = join(folder.path, "same-pid");
    const app = openApp({ dataDir: data, env: {} });
    await startImport({ path: file, app });
    await app.close();
    expect(runsIn(data)).toMatchObject([{ status: expect.stringMatching(/REGISTERED|RUNNING/) }]);
    const next = openApp({ dataDir: data, env: {} });
    expect(await next.flows.resume()).toBe(1);
    await next.flows.idle();
    await next.close();
    expect(runsIn(data)).toMatchObject([{ status: "COMPLETED" }]);
  });
});
