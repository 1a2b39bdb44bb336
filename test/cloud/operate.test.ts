import type { Json } from "@millrace/asl";
import { readText } from "@millrace/core/object";
import { runKeys } from "@millrace/core/run-file";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { dynamoIsMissing } from "../equipment/dynamo-server.ts";
import { leadFile } from "../equipment/lead-file.ts";
import { NEEDS_PLATFORM, WITHOUT_PLATFORM } from "../equipment/stacks.ts";
import { ANSWER_USD, type Operator, openOperator } from "./operator.ts";
import { UNUSED_GRANTS } from "./unused-grants.ts";

const missing = dynamoIsMissing();
const skipped = WITHOUT_PLATFORM || (missing !== null && process.env.CI !== "true");

/** What of the role nothing here can use; `unused-grants.ts` says why. */
const NOT_HERE = [
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "s3:AbortMultipartUpload",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];

const Listed = z.object({
  runs: z.array(z.looseObject({ runId: z.string(), status: z.string(), sourceFile: z.string() })),
  next: z.string().nullable(),
});
const Exported = z.object({ key: z.string(), leads: z.number(), bytes: z.number(), fetch: z.string() });
const { csv: TEN_ROWS } = leadFile(10);
const { csv: FORTY_ROWS } = leadFile(40);

describe.skipIf(skipped)(`what an operator does on AWS ${NEEDS_PLATFORM} ${missing ?? ""}`, () => {
  let cloud: Operator;

  beforeAll(async () => {
    cloud = await openOperator();
  });
  afterAll(() => cloud.close());
  afterEach(() => {
    cloud.asking.silent = false;
    expect(cloud.gateway.refused).toEqual([]);
  });

  const operate = (operation: Json) => cloud.operate(operation);
  const leadsOf = (tenantId: string) => cloud.deps.leads.list({ tenantId, limit: 1_000 });
  async function imported(tenantId: string, name: string, text = TEN_ROWS): Promise<string> {
    const runId = await cloud.start({ tenantId, name, text });
    await cloud.settle();
    return runId;
  }
  /** A run that stopped asking, because what it may cost was reached. */
  async function paused(tenantId: string): Promise<string> {
    const options = { mode: "model", maxCostUsd: 2 * ANSWER_USD } as const;
    const runId = await cloud.start({ tenantId, name: "paused.csv", text: FORTY_ROWS, options });
    await cloud.settle();
    return runId;
  }

  it("list-runs shows a tenant's runs, newest first, page by page, and nobody else's", async () => {
    await imported("someone-else", "other.csv");
    for (const name of ["1.csv", "2.csv", "3.csv"]) await imported("lists", name);
    const first = Listed.parse(await operate({ action: "list-runs", tenantId: "lists", limit: 2 }));
    expect(first.runs.map(({ sourceFile }) => sourceFile)).toEqual(["3.csv", "2.csv"]);
    const rest = await operate({ action: "list-runs", tenantId: "lists", limit: 2, before: first.next });
    expect(Listed.parse(rest)).toMatchObject({ runs: [{ sourceFile: "1.csv" }], next: null });
  });

  it("show-run says what became of a run, batch by batch where one failed", async () => {
    const runId = await imported("shows", "leads.csv");
    const [batch] = await cloud.deps.runs.batches({ runId, limit: 1 });
    expect(await operate({ action: "show-run", runId })).toMatchObject({
      ...{ status: "COMPLETED", rows: 10, created: 10, tenantId: "shows", failures: [], halted: null },
    });
    if (batch === undefined) throw new Error("the run has no batch");
    const other = "a-run-with-a-failure";
    const run = await cloud.deps.runs.get({ runId });
    if (run === null) throw new Error("the run is gone");
    await cloud.deps.runs.register({ ...run, runId: other, order: "0" });
    const error = { name: "Store.Throttled", message: "the table is busy" };
    await cloud.deps.runs.putBatch({ ...batch, runId: other, status: "FAILED", error });
    expect(await operate({ action: "show-run", runId: other })).toMatchObject({
      failures: [{ batchId: batch.batchId, ...error }],
    });
  });

  it("retry goes on with a run that is paused at its cost cap, once the cap is raised; no dead letter tells of it", async () => {
    const runId = await paused("capped");
    expect(await operate({ action: "show-run", runId })).toMatchObject({
      ...{ status: "PAUSED", halted: { name: "Run.CostCap" }, options: { maxCostUsd: 2 * ANSWER_USD } },
    });
    expect(cloud.deadLetters).toEqual([]);

    expect(await operate({ action: "retry", runId })).toMatchObject({ execution: `${runId}-r1` });
    await cloud.settle();
    expect(await operate({ action: "show-run", runId })).toMatchObject({ status: "PAUSED" });

    expect(await operate({ action: "retry", runId, maxCostUsd: 1 })).toMatchObject({
      execution: `${runId}-r2`,
    });
    await cloud.settle();
    expect(await operate({ action: "show-run", runId })).toMatchObject({
      ...{ status: "COMPLETED", pending: 0, failed: 0, options: { maxCostUsd: 1 } },
    });
  });

  it("cancel stops a run that is under way, and retry goes on with it", async () => {
    cloud.asking.silent = true;
    const runId = await cloud.start({
      ...{ tenantId: "cancels", name: "leads.csv", text: FORTY_ROWS, options: { mode: "model" } },
    });
    const before = cloud.asking.asked;
    while (cloud.asking.asked === before) await cloud.deps.clock.sleep(20);
    expect(await operate({ action: "cancel", runId })).toMatchObject({ status: "CANCELLED" });
    cloud.asking.silent = false;
    await cloud.settle();
    expect(await leadsOf("cancels")).toEqual([]);
    await operate({ action: "retry", runId });
    await cloud.settle();
    expect(await operate({ action: "show-run", runId })).toMatchObject({ status: "COMPLETED", pending: 0 });
  });

  it("undo takes a run back by one command, and its preview says before what it will do", async () => {
    await imported("undoes", "first.csv", TEN_ROWS);
    const runId = await imported("undoes", "second.csv", leadFile(15).csv);
    expect(await operate({ action: "preview-undo", runId })).toEqual({
      ...{ runId, deleted: 5, restored: 10, untouched: 0, complete: true },
    });
    expect(await operate({ action: "undo", runId })).toEqual({ runId, execution: `${runId}-undo1` });
    await cloud.settle();
    expect(await operate({ action: "show-run", runId })).toMatchObject({ status: "UNDONE" });
    const left = await leadsOf("undoes");
    expect(left.map(({ sourceFile }) => sourceFile)).toEqual(Array(10).fill("first.csv"));
  });

  it("export writes all leads as a CSV file that a spreadsheet can open without running anything in it", async () => {
    const formula = `Nombre,E-mail,Empresa\nAna Pérez,ana@correo.example,"=HYPERLINK(""http://evil.example"")"\n`;
    await imported("exports", "leads.csv", FORTY_ROWS);
    await imported("exports", "formula.csv", formula);
    await imported("exports-too", "leads.csv");
    const answer = await operate({ action: "export", tenantId: "exports" });
    const { key, leads, bytes, fetch } = Exported.parse(answer);
    expect(fetch).toMatch(new RegExp(`^aws s3 cp s3://[a-z0-9-]+/${key} \\.$`));
    expect(key).toMatch(/^exports\/exports\/[\dTZ-]+\.csv$/);
    const text = await readText({ objects: cloud.deps.objects, key });
    expect(Buffer.byteLength(text)).toBe(bytes);
    expect(text.trimEnd().split("\n")).toHaveLength(1 + leads);
    expect(leads).toBe((await leadsOf("exports")).length);
    expect(text).toContain(`"'=HYPERLINK`);
    expect(text).toMatch(/^firstName,lastName,title,company,email,phone,remarks,millrace_leadId/);

    // An export can be imported again, and changes nothing.
    const before = (await leadsOf("exports")).map(({ fields }) => fields);
    const again = await imported("exports", "again.csv", text);
    expect(await operate({ action: "show-run", runId: again })).toMatchObject({ created: 0, rejected: 0 });
    expect((await leadsOf("exports")).map(({ fields }) => fields)).toEqual(before);
  });

  it("forget erases a person: lead, versions, rows, the model's answers, uploads, exports; and nobody else", async () => {
    const { csv, leads } = leadFile(20);
    const [person, other] = leads;
    if (person === undefined || other === undefined) throw new Error("the file is empty");
    const tenantId = "forgets";
    const old = await imported(tenantId, "old.csv", csv);
    const runId = await cloud.start({ tenantId, name: "leads.csv", text: csv, options: { mode: "model" } });
    await cloud.settle();
    await operate({ action: "export", tenantId });
    // The bucket's lifecycle has removed what an old run had stored.
    const stored = await cloud.deps.objects.list({ prefix: `runs/${old}/` });
    for (const key of stored) await cloud.deps.objects.delete({ key });

    const before = await leadsOf(tenantId);
    const { leadId } = before.find(({ fields }) => fields.email === person.email) ?? { leadId: "" };
    const versions = await cloud.deps.leads.history({ tenantId, leadId });
    const answers = versions.flatMap(({ modelKey }) => modelKey ?? []);
    expect((await cloud.cache.get(answers)).size).toBe(1);
    expect(await operate({ action: "forget", tenantId, email: person.email })).toMatchObject({
      ...{ lead: true, versions: 2, runs: 2 },
    });
    expect((await cloud.cache.get(answers)).size).toBe(0);
    const left = await leadsOf(tenantId);
    expect(left).toEqual(before.filter(({ fields }) => fields.email !== person.email));
    expect(left.some(({ fields }) => fields.email === other.email)).toBe(true);
    expect(await cloud.deps.objects.list({ prefix: `exports/${tenantId}/` })).toEqual([]);
    expect(await cloud.deps.objects.list({ prefix: `uploads/${tenantId}/` })).toEqual([]);
    const rows = await readText({ objects: cloud.deps.objects, key: runKeys.rows(runId) });
    expect(rows).not.toContain(person.email);
    expect(rows).toContain(other.email);
    expect(await operate({ action: "forget", tenantId, email: person.email })).toMatchObject({
      ...{ lead: false, versions: 0, runs: 0 },
    });
  });

  it.each([
    ["a run nobody knows", { action: "show-run", runId: "nobody" }, "Run.NotFound"],
    ["a run that cannot be cancelled", { action: "cancel", runId: "nobody" }, "Run.NotFound"],
    ["an undo of nothing", { action: "undo", runId: "nobody" }, "Run.NotFound"],
    ["an action nobody knows", { action: "delete-everything" }, "Input.Invalid"],
    [
      "a field that is misspelt",
      { action: "retry", runId: "nobody", maxCostUSD: 5 } satisfies Json,
      "Input.Invalid",
    ],
    ["a cap of nothing", { action: "retry", runId: "nobody", maxCostUsd: 0 }, "Input.Invalid"],
    ["a tenant that is a path", { action: "export", tenantId: "../acme" }, "Input.Invalid"],
    ["no address", { action: "forget", tenantId: "acme", email: "ana" }, "Input.Invalid"],
    ["no operation at all", null, "Input.Invalid"],
  ])("answers %s by name, which is no failure of the function", async (_, operation, name) => {
    expect(await operate(operation)).toMatchObject({ refused: { name } });
  });

  it("refuses what a run's status does not allow", async () => {
    const runId = await imported("refuses", "leads.csv");
    for (const action of ["cancel", "retry"]) {
      expect(await operate({ action, runId })).toMatchObject({ refused: { name: "Run.Conflict" } });
    }
  });

  it("writes no address to its log", () => {
    expect(cloud.logs()).toContain("lead erased");
    expect(cloud.logs()).not.toMatch(/[\w.]@\w/);
  });

  it("uses all that its role grants, but what is justified", () => {
    const used = new Set([...cloud.gateway.used].map(({ action }) => action));
    const granted = new Set(cloud.grants.map(({ action }) => action));
    const actions = [...granted].filter((action) => !used.has(action)).sort();
    console.log(`granted to Operate and used by no test here: ${actions.join(", ")}`);
    expect(actions).toEqual(NOT_HERE);
    for (const action of actions) expect(UNUSED_GRANTS[action]).toBeDefined();
  });
});
