import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HealthView } from "@millrace/api/contract";
import { openStores } from "@millrace/local/store/index";
import { systemClock, uuid } from "@millrace/local/system";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batch, run } from "../contract/samples.ts";
import { addKey, type SeededApi, seededApi } from "../equipment/api.ts";

const METRICS = "/api/b2b/orderLogistics/customer/metrics/byPhone";
const STATE = "/api/cache/metrics/byPhone";
const REDRIVE = "/api/health/dead-letters/redrive";
const ABSENT = { state: "absent", holds: null, storedAt: null, freshUntil: null, expiresAt: null };
const DAY = 86_400_000;

describe("the health of one machine, by the API", () => {
  let api: SeededApi;
  let stores: ReturnType<typeof openStores>;
  /** Added to the machine's time. */
  let later = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + later };
  beforeAll(async () => {
    api = await seededApi({ clock });
    const owner = { pid: process.pid, isAlive: () => true };
    stores = openStores({ dataDir: api.app.dataDir, clock, uuid, owner });
  });
  afterAll(async () => {
    stores.close();
    await api.close();
  });

  const health = async () => HealthView.parse((await api.ask({ path: "/api/health" })).body);
  const alarm = async (name: string) => (await health()).alarms.find((each) => each.name === name);
  const redrive = (queue: unknown) => api.ask({ method: "POST", path: REDRIVE, body: { queue } });

  it("is for keys that may operate, and redriving for those that may change what runs", async () => {
    const { app, first } = api;
    const { tenantId } = first;
    const others = await addKey({ app, tenantId, scopes: ["leads:write", "customers:write"] });
    const reader = await addKey({ app, tenantId, scopes: ["operations:read"] });
    const status = async (key: string, method: string, path: string) =>
      (await api.ask({ key, method, path, ...(method === "POST" ? { body: { queue: "drop" } } : {}) }))
        .status;
    expect(await status(others, "GET", "/api/health")).toBe(403);
    expect(await status(others, "POST", REDRIVE)).toBe(403);
    expect(await status(reader, "GET", "/api/health")).toBe(200);
    expect(await status(reader, "POST", REDRIVE)).toBe(403);
  });

  it("of a fresh installation nothing rings, and the disk says what is free", async () => {
    const { alarms, errors } = await health();
    expect(errors).toEqual([]);
    expect(alarms.map(({ name }) => name).toSorted()).toEqual(["dead-letters", "disk", "paused-runs"]);
    expect(alarms.filter(({ name }) => name !== "disk").every(({ state }) => state === "ok")).toBe(true);
    expect(await alarm("disk")).toMatchObject({
      description: { code: "alarm.disk" },
      reason: { code: "found.disk", params: { free: expect.any(Number), needed: expect.any(Number) } },
    });
  });

  it("counts the files that wait to be taken, of every tenant, and not those that are still being written", async () => {
    const drop = join(api.app.dataDir, "drop");
    for (const folder of ["acme", "catalogs/acme"]) mkdirSync(join(drop, folder), { recursive: true });
    for (const file of ["a.csv", "b.csv.part", "acme/c.xlsx", "catalogs/d.csv", "catalogs/acme/e.csv"])
      writeFileSync(join(drop, file), "x");
    const waiting = (await health()).queues.map(({ name, waiting }) => [name, waiting]);
    expect(waiting).toEqual([
      ["drop", 2],
      ["drop/catalogs", 2],
      ["dead-letters", 0],
    ]);
  });

  it("what is no queue, or has nothing to be tried again, is not found; what asks for none is refused", async () => {
    for (const queue of ["drop", "nobody's", ""]) expect((await redrive(queue)).status).toBe(404);
    for (const queue of [undefined, 1, "x".repeat(101)]) expect((await redrive(queue)).status).toBe(422);
  });

  it("dead letters and paused runs ring, whosever they are", async () => {
    const { runId } = await stores.runs.register(
      run({ tenantId: "someone", upload: 1, status: "PAUSED", finishedAt: 5_000, halted: OUT_OF_CREDIT }),
    );
    const body = JSON.stringify({ runId: "run-of-nobody", batchId: "1" });
    await stores.deadLetters.send({ body });
    expect(await alarm("dead-letters")).toMatchObject({ state: "alarm" });
    const retried = { tenantId: "someone", upload: 9, status: "COMPLETED" } as const;
    const { runId: done } = await stores.runs.register(run(retried));
    for (const text of [JSON.stringify({ runId: done, batchId: "1" }), "no JSON"])
      await stores.deadLetters.send({ body: text });
    const letters = (await health()).queues.find(({ name }) => name === "dead-letters");
    expect(letters, "without that of a run whose retry has completed").toMatchObject({ waiting: 2 });
    expect(await alarm("paused-runs")).toMatchObject({
      ...{ state: "alarm", since: 5_000 },
      reason: { code: "found.paused", params: { count: 1, reasons: "Model.OutOfCredit" } },
    });
    expect((await health()).errors).toMatchObject([
      { name: "Model.OutOfCredit", tenantId: "someone", runId },
    ]);
    const { status, body: redriven } = await redrive("dead-letters");
    expect([status, redriven]).toEqual([
      200,
      { messages: 3, moving: false, retried: [], waiting: [], settled: ["run-of-nobody", done] },
    ]);
    await stores.runs.update({ runId, set: { status: "CANCELLED", halted: null } });
  });

  it("tells what the log tells besides the records: each request, of a run each reason once", async () => {
    const { log } = api.app.deps;
    const { runId, tenantId } = await stores.runs.register(
      run({ tenantId: "someone", upload: 2, status: "COMPLETED_WITH_ERRORS" }),
    );
    const finishedAt = clock.now();
    const down = { name: "Model.Unavailable", message: "the model does not answer" };
    await stores.runs.putBatch(batch({ runId, batchId: "1", status: "FAILED", error: down, finishedAt }));
    log.warn("batch failed", { runId, batchId: "1", errorName: "Model.Unavailable" });
    for (const batchId of ["2", "3"])
      log.warn("Keepa did not answer", { runId, batchId, errorName: "Keepa.X" });
    for (const requestId of ["a", "b"]) log.warn("a request failed: gone", { requestId, errorName: "Sql.X" });
    log.warn("more than half of the rows are duplicates", { runId, rows: 2 });
    log.info("run summarised", { runId, errorName: "none" });
    appendFileSync(join(api.app.dataDir, "millrace.log"), 'no JSON\n{"level":"warn"}\n\n');
    const { errors } = await health();
    const told = errors.map(({ name, runId: of, requestId, tenantId: whose }) => [
      name,
      of,
      requestId,
      whose,
    ]);
    expect(told.toSorted()).toEqual([
      ["Keepa.X", runId, null, tenantId],
      ["Model.Unavailable", runId, null, tenantId],
      ["Sql.X", null, "a", null],
      ["Sql.X", null, "b", null],
    ]);
    const times = errors.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it("reads the end of a long log alone, and tells at most 50 errors", async () => {
    const path = join(api.app.dataDir, "millrace.log");
    const line = (n: number, time: number) =>
      `${JSON.stringify({ time: new Date(time).toISOString(), level: "warn", message: "m", errorName: `E${n}` })}\n`;
    const now = clock.now();
    const lines = Array.from({ length: 10_000 }, (_, n) => line(n, now + n));
    appendFileSync(path, lines.join(""));
    const { errors } = await health();
    expect(errors.map(({ name }) => name)).toEqual(Array.from({ length: 50 }, (_, n) => `E${9_999 - n}`));
  });

  it("counts how readings of the cache were answered since this process began", async () => {
    const read = async () => {
      const { hits = 0, misses = 0, since = 0 } = (await health()).cache ?? {};
      return { hits, misses, since };
    };
    const before = await read();
    const path = `/api/customers/${api.first.customerId}`;
    for (let n = 0; n < 3; n++) await api.ask({ path });
    expect(await read()).toEqual({ hits: before.hits + 2, misses: before.misses + 1, since: before.since });
    expect(before.since).toBeLessThanOrEqual(clock.now());
  });

  describe("what the cache has of a phone", () => {
    const state = async (phone: string) => {
      const { status, body } = await api.ask({ path: `${STATE}/${encodeURIComponent(phone)}` });
      return status === 200 ? body : status;
    };
    const metrics = (phone: string) => api.ask({ path: `${METRICS}/${encodeURIComponent(phone)}` });

    it("is absent until somebody asks for it; looking does not ask", async () => {
      for (let n = 0; n < 2; n++) expect(await state(api.phone)).toEqual(ABSENT);
      expect((await metrics(api.phone)).headers.get("X-Cache")).toBe("miss");
    });

    it("says since when and how long, however the phone is written", async () => {
      const { cache: before } = await health();
      const found = await state(`+57 ${api.phone}`);
      expect(found).toMatchObject({ state: "fresh", holds: "value" });
      const { storedAt, freshUntil, expiresAt } = Object(found);
      expect(clock.now() - storedAt).toBeLessThan(DAY);
      expect(expiresAt - storedAt).toBeLessThanOrEqual(7 * DAY);
      expect(expiresAt - storedAt).toBeGreaterThan(6 * DAY);
      expect(Math.abs(freshUntil - storedAt - 0.8 * (expiresAt - storedAt))).toBeLessThanOrEqual(1);
      later = freshUntil - systemClock.now();
      expect(await state(api.phone)).toEqual({ ...Object(found), state: "stale" });
      later = expiresAt - systemClock.now() + 10;
      expect(await state(api.phone)).toEqual(ABSENT);
      later = 0;
      expect((await health()).cache).toEqual(before);
    });

    it("tells what is known not to be from what is not known", async () => {
      await metrics("+12125552368");
      expect(await state("+12125552368")).toMatchObject({ state: "fresh", holds: "nothing" });
    });

    it("of what is no phone there is none", async () => {
      expect(await state("nobody")).toBe(422);
    });
  });
});

const OUT_OF_CREDIT = { name: "Model.OutOfCredit", message: "the model's account is empty" };
