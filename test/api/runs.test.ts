import { runKeys } from "@millrace/core/run-file";

import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { run as sampleRun } from "../contract/samples.ts";
import { type SeededApi, seededApi } from "../equipment/api.ts";

import { importText, RULES } from "../equipment/importing.ts";

const Counts = z.record(z.string(), z.number());
const ShownRun = z.looseObject({
  runId: z.string(),
  flow: z.string(),
  status: z.string(),
  can: z.array(z.string()),
});
const Page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });
const Grid = z.object({ all: z.number(), from: z.number(), text: z.string() });
const Batch = z.looseObject({ index: z.number(), status: z.string() });

/** As nasty as cells get. */
const HOSTILE = [
  "=cmd|' /C calc'!A0",
  "<img src=x onerror=alert(1)>",
  '"; DROP TABLE leads; --',
  "\u202egnp.exe",
  "ünï 🧪",
];

describe("runs over the API", () => {
  let api: SeededApi;
  beforeAll(async () => {
    api = await seededApi();
  });
  afterAll(() => api.close());

  const people = (count: number, domain = "example.com") =>
    Array.from({ length: count }, (_, n) => `Ana,Ruiz,ana${n}@${domain}`);
  const csv = (rows: string[]) => ["First name,Last name,Email", ...rows, ""].join("\n");

  const imported = (
    text: string,
    more: { sourceFile?: string; before?: (runId: string) => Promise<unknown> } = {},
  ) => importText({ text, app: api.app, tenantId: api.first.tenantId, ...more });
  const ok = async (path: string, key = api.first.key) => {
    const { status, body } = await api.ask({ path, key });
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const runOf = async (runId: string) => ShownRun.parse(await ok(`/api/runs/${runId}`));
  const post = (path: string, body: object = {}) => api.ask({ method: "POST", path, body });
  /** A file of 25 rows in three batches, of which the second fails. */
  const withFailure = () =>
    imported(csv(people(25, "failing.example")), {
      before: (runId) =>
        api.app.deps.objects.put({ key: runKeys.standardised(runId, "b0000002"), body: "no JSON\n" }),
    });

  it("tell how the file was read and what became of every row", async () => {
    const rows = [...people(12), "Ana,Ruiz,ANA0@example.com", ",,", "Nobody,,", ",,nobody"];
    const runId = await imported(csv(rows));
    const shown = await runOf(runId);
    expect(shown).toMatchObject({
      ...{ flow: "lead-import", runId, status: "COMPLETED", sourceFile: "people.csv", attempt: 1 },
      ...{ halted: null, error: null, can: ["undo"], options: RULES },
      reading: { format: "csv", delimiter: ",", headerRow: 1, header: ["First name", "Last name", "Email"] },
    });
    expect(shown.reading).not.toHaveProperty("rows");
    const { rows: all = 0, skipped, ...fates } = Counts.parse(shown.counts);
    expect([all, skipped]).toEqual([15, 1]);
    expect(fates).toMatchObject({ created: 13, duplicates: 1, rejected: 1 });
    expect(Object.values(fates).reduce((a, b) => a + b)).toBe(all);
    expect(shown.batches).toMatchObject({ failed: 0, pending: 0 });
  });

  it("of a file that cannot be read say why, have nothing to show, and are read again by a retry", async () => {
    const runId = await imported("");
    expect(await runOf(runId)).toMatchObject({
      ...{ status: "FAILED", error: { name: "LeadFile.Empty" }, counts: null, reading: null },
      ...{ batches: { all: 0, completed: 0, failed: 0, pending: 0 }, can: ["retry", "undo"] },
    });
    expect(await ok(`/api/runs/${runId}/grid`)).toEqual({ all: 0, from: 0, text: "" });
    expect(await ok(`/api/runs/${runId}/batches`)).toEqual({ items: [], nextCursor: null });
    expect(await ok(`/api/runs/${runId}/rejects`)).toEqual({ items: [], nextCursor: null });
    expect(await ok(`/api/runs/${runId}/rejects/summary`)).toEqual({ total: 0, reasons: [], header: [] });
    expect((await api.ask({ path: `/api/runs/${runId}/rejects.csv` })).status).toBe(404);
    const retry = await post(`/api/runs/${runId}/retry`);
    expect([retry.status, retry.body]).toEqual([202, { execution: `${runId}-r1`, batches: null }]);
    await api.app.flows.idle();
    expect(await runOf(runId)).toMatchObject({ status: "FAILED", attempt: 2 });
  });

  it("with a failed batch show it in the grid, and a retry does that batch alone", async () => {
    const runId = await withFailure();
    expect(await runOf(runId)).toMatchObject({
      ...{ status: "COMPLETED_WITH_ERRORS", can: ["retry", "undo"] },
      counts: { rows: 25, created: 15, failed: 10 },
      batches: { all: 3, completed: 2, failed: 1, pending: 0 },
    });
    expect(await ok(`/api/runs/${runId}/grid`)).toEqual({ all: 3, from: 0, text: "CFC" });
    expect(await ok(`/api/runs/${runId}/grid?from=1`)).toEqual({ all: 3, from: 1, text: "FC" });
    expect(await ok(`/api/runs/${runId}/grid?from=9`)).toEqual({ all: 3, from: 9, text: "" });
    expect(await ok(`/api/runs/${runId}/batches?status=FAILED`)).toMatchObject({
      items: [{ flow: "lead-import", index: 1, rows: 10, created: 0, error: { name: "Input.Invalid" } }],
      nextCursor: null,
    });
    await api.app.deps.objects.delete({ key: runKeys.standardised(runId, "b0000002") });
    expect((await post(`/api/runs/${runId}/retry`, { maxCostUsd: 1 })).body).toEqual({
      execution: `${runId}-r1`,
      batches: 1,
    });
    await api.app.flows.idle();
    expect(await runOf(runId)).toMatchObject({ status: "COMPLETED", can: ["undo"], counts: { created: 25 } });
    const again = await post(`/api/runs/${runId}/retry`);
    expect(again).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("nothing to retry") },
    });
    const executions = z.object({ items: z.array(z.looseObject({ name: z.string() })) });
    const { items } = executions.parse(await ok(`/api/runs/${runId}/executions`));
    expect(items.map(({ name }) => name)).toEqual([`${runId}-r1`, runId]);
  });

  it("have their batches by page and from a place in the grid, as the grid has them", async () => {
    const runId = await imported(csv(people(95, "pages.example")));
    const grid = Grid.parse(await ok(`/api/runs/${runId}/grid`));
    const seen: z.infer<typeof Batch>[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const page = Page.parse(await ok(`/api/runs/${runId}/batches?limit=4${query}`));
      seen.push(...page.items.map((item) => Batch.parse(item)));
      cursor = page.nextCursor;
    }
    expect(seen.map(({ index }) => index)).toEqual(Array.from({ length: 10 }, (_, n) => n));
    expect(seen.map(({ status }) => status.charAt(0)).join("")).toBe(grid.text);
    expect(await ok(`/api/runs/${runId}/batches?from=7&limit=1`)).toMatchObject({ items: [{ index: 7 }] });
  });

  it("under way are cancelled, once", async () => {
    const { tenantId } = api.first;
    const { runId } = await api.app.deps.runs.register(sampleRun({ tenantId, upload: 1, status: "RUNNING" }));
    expect(await runOf(runId)).toMatchObject({ can: ["cancel"] });
    const cancelled = await post(`/api/runs/${runId}/cancel`);
    expect(cancelled).toMatchObject({
      status: 200,
      body: { status: "CANCELLED", can: expect.arrayContaining(["retry"]) },
    });
    expect(await post(`/api/runs/${runId}/cancel`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("it has ended") },
    });
  });

  it("are undone as their preview says, and their executions tell of it", async () => {
    await imported(csv(["Ana,Ruiz,ana@undo.example"]));
    const runId = await imported(csv(["Ana María,Ruiz,ana@undo.example", "Luz,Gil,luz@undo.example"]));
    const path = `/api/runs/${runId}/undo`;
    expect(await ok(path)).toEqual({ deleted: 1, restored: 1, untouched: 0, complete: true });
    const undo = await post(path);
    expect([undo.status, undo.body]).toEqual([202, { execution: `${runId}-undo1` }]);
    await api.app.flows.idle();
    expect(await runOf(runId)).toMatchObject({ status: "UNDONE", can: [] });
    expect(await api.ask({ path })).toMatchObject({ status: 409 });
    expect((await post(path)).status).toBe(409);
    expect(await ok(`/api/runs/${runId}/executions`)).toMatchObject({
      items: [
        { flow: "lead-undo", name: `${runId}-undo1`, status: "SUCCEEDED" },
        { flow: "lead-import", name: runId, status: "SUCCEEDED" },
      ],
    });
    const events = `/api/runs/${runId}/executions/${runId}/events`;
    const Events = z.object({
      items: z.array(z.looseObject({ id: z.number() })),
      nextAfter: z.number().nullable(),
    });
    const first = Events.parse(await ok(`${events}?limit=3`));
    const rest = Events.parse(await ok(`${events}?limit=1000&after=${first.nextAfter}`));
    expect(rest.nextAfter).toBeNull();
    expect([...first.items, ...rest.items].at(0)).toMatchObject({ type: "ExecutionStarted" });
    expect([...first.items, ...rest.items].at(-1)).toMatchObject({ type: "ExecutionSucceeded" });
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(3 + rest.items.length);
    for (const name of ["other", `${runId}-r1`, `${runId}-undo2`, `${runId}-r0`])
      expect((await api.ask({ path: `/api/runs/${runId}/executions/${name}/events` })).status).toBe(404);
  });

  it("have their rejected rows with the cells as they stand, by reason and by page, and as a file that runs nothing", async () => {
    const quoted = HOSTILE.map((text) => `"${text.replaceAll('"', '""')}"`);
    const bad = quoted.map((cell) => `,,${cell}`);
    const runId = await imported(
      ["Notes,Phone,Email", ...bad, "x,,ok@rejects.example", ...bad, ""].join("\n"),
      {
        sourceFile: '../"evil"\r\nX: y.csv',
      },
    );
    const page = z.object({
      items: z.array(
        z.object({
          row: z.number(),
          code: z.string(),
          field: z.string(),
          message: z.string(),
          cells: z.array(z.string()),
        }),
      ),
      nextCursor: z.string().nullable(),
    });
    const { total, reasons } = z
      .object({
        total: z.number(),
        reasons: z.array(z.object({ field: z.string(), code: z.string(), rows: z.number() })),
      })
      .parse(await ok(`/api/runs/${runId}/rejects/summary`));
    expect((await runOf(runId)).counts).toMatchObject({ rejected: total });
    expect(total).toBeGreaterThan(0);
    expect(reasons.reduce((sum, { rows }) => sum + rows, 0)).toBe(total);
    expect(reasons.map(({ rows }) => rows)).toEqual(
      reasons.map(({ rows }) => rows).toSorted((a, b) => b - a),
    );

    const seen: z.infer<typeof page>["items"] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const one = page.parse(await ok(`/api/runs/${runId}/rejects?limit=3${query}`));
      seen.push(...one.items);
      cursor = one.nextCursor;
    }
    expect(seen).toHaveLength(total);
    for (const { cells } of seen) expect(HOSTILE).toContain(cells[2]);
    const [reason] = reasons;
    const some = page.parse(
      await ok(`/api/runs/${runId}/rejects?limit=100&code=${reason?.code}&field=${reason?.field}`),
    );
    expect(some.items).toHaveLength(reason?.rows ?? -1);
    expect(page.parse(await ok(`/api/runs/${runId}/rejects?code=none`)).items).toEqual([]);
    for (const cursor of [
      "x",
      Buffer.from('[3,"1"]').toString("base64url"),
      Buffer.from('[-1,"x"]').toString("base64url"),
    ])
      expect([
        cursor,
        (await api.ask({ path: `/api/runs/${runId}/rejects?cursor=${cursor}` })).status,
      ]).toEqual([cursor, 422]);

    const file = await api.ask({ path: `/api/runs/${runId}/rejects.csv` });
    expect([file.status, file.headers.get("Content-Type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(file.headers.get("Content-Disposition")).toMatch(
      /^attachment; filename="rejects-[A-Za-z0-9._-]+\.csv"$/,
    );
    const rows = parse(String(file.body), { columns: true });
    expect(rows).toHaveLength(total);
    expect(Object.keys(Object(rows[0])).slice(0, 3)).toEqual(["Notes", "Phone", "Email"]);
    expect(String(file.body)).not.toMatch(/(^|,)"?=cmd/m);
  });

  it("whose rejected rows are no longer kept are not found by them", async () => {
    const runId = await imported(csv([",,x"]));
    await api.app.deps.objects.delete({ key: runKeys.rejected(runId) });
    for (const below of ["rejects", "rejects/summary", "rejects.csv"])
      expect([below, (await api.ask({ path: `/api/runs/${runId}/${below}` })).status]).toEqual([below, 404]);
    expect((await runOf(runId)).counts).toMatchObject({ rejected: 1 });
  });
});
