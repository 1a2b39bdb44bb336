import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import * as z from "zod";
import type { KeepaServer } from "../../equipment/keepa-server.ts";
import { leadFile } from "../../equipment/lead-file.ts";
import { clientsAs } from "../clients.ts";
import type { Cloud } from "../cloud.ts";
import { OWNER } from "../gateway.ts";
import type { HttpResponse } from "../http-api.ts";

const Submitted = z.object({ tracking_id: z.string() });
const Started = z.object({ runId: z.string() });
const Ticket = z.object({
  previewId: z.string(),
  upload: z.object({ url: z.url(), fields: z.record(z.string(), z.string()) }),
});
const Items = z.object({ items: z.array(z.looseObject({})) });
const Executions = z.object({
  items: z.array(z.object({ name: z.string(), flow: z.string(), status: z.string(), mapRun: z.unknown() })),
});

export interface ApiSetting {
  cloud: Cloud;
  keepa: KeepaServer;
  /** Asks with a key that may do everything of the tenant. */
  ask: Awaited<ReturnType<Cloud["client"]>>;
  tenantId: string;
  /** Codes that no other case has. */
  codes(count: number): string[];
}

/** Files, runs and what they made, asked for over the gateway. */
export function runsApiCases(setting: () => ApiSetting): void {
  const json = ({ status, body }: HttpResponse): unknown => {
    if (status >= 400) throw new Error(`${status} ${body}`);
    return JSON.parse(body);
  };
  const get = async (path: string) => json(await setting().ask(path));
  const post = async (path: string, body: object = {}) => json(await setting().ask(path, body));
  const settled = () => setting().cloud.settle();
  const submit = async (catalogId: string, submission: object) =>
    Submitted.parse(await post(`/api/catalogs/${catalogId}/enrich`, submission)).tracking_id;
  const executionsOf = async (runId: string) =>
    Executions.parse(await get(`/api/runs/${runId}/executions`)).items;

  /** Sends a file by the form that the API gives, as a browser does. */
  async function preview(file: { kind: "leads" | "catalog"; fileName: string; text: string }) {
    const { kind, fileName, text } = file;
    const begun = await post("/api/previews", { kind, fileName, bytes: Buffer.byteLength(text) });
    const { previewId, upload } = Ticket.parse(begun);
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
    form.append("file", new Blob([text]));
    const sent = await fetch(upload.url, { method: "POST", body: form });
    expect(sent.status).toBe(204);
    return previewId;
  }

  it("enriches codes that are named: the run, its batches, its products, their CSV", async () => {
    const { codes } = setting();
    const runId = await submit("named", { codes: [...codes(25), "no code"] });
    await settled();
    expect(await get(`/api/runs/${runId}`)).toMatchObject({
      ...{ flow: "catalog-enrichment", status: "COMPLETED", catalogId: "named" },
      counts: { products: 26, enriched: 25, rejected: 1, failedBatches: 0 },
    });
    const { items } = Items.parse(await get(`/api/runs/${runId}/batches`));
    expect(items.reduce((sum, { enriched }) => sum + Number(enriched), 0)).toBe(25);
    expect(Items.parse(await get("/api/catalogs/named/products?limit=100")).items).toHaveLength(26);
    const { status, headers, body } = await setting().ask("/api/catalogs/named/products.csv");
    expect([status, headers["content-type"]]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(body.trimEnd().split("\n")).toHaveLength(27);
    expect(await get("/api/catalogs")).toMatchObject({ items: [{ lastRun: {} }] });
    expect(await get("/api/runs")).toMatchObject({ items: [{ runId }] });
  });

  it("enriches a file by its key, and by its key and version it is the same run", async () => {
    const { cloud, tenantId, codes } = setting();
    const key = `catalogs/${tenantId}/by-key.csv`;
    const { s3 } = clientsAs(OWNER, cloud.gateway.environment);
    const text = ["asin", ...codes(5)].join("\n");
    const put = new PutObjectCommand({ Bucket: cloud.bucket, Key: key, Body: text });
    const { VersionId: version } = await s3.send(put);
    const runId = await submit("by-key", { key });
    expect(await submit("by-key", { key, version })).toBe(runId);
    await settled();
    expect(await get(`/api/runs/${runId}`)).toMatchObject({ status: "COMPLETED", counts: { enriched: 5 } });
    expect(await setting().ask("/api/catalogs/x/enrich", { key: "catalogs/another/a.csv" })).toMatchObject({
      status: 422,
    });
  });

  it("cancels a run that is under way, and retry goes on with it; its executions are told by Step Functions", async () => {
    const { codes } = setting();
    const runId = await submit("cancelled", { codes: codes(60) });
    await post(`/api/runs/${runId}/cancel`);
    await settled();
    expect(await get(`/api/runs/${runId}`)).toMatchObject({ status: "CANCELLED" });
    await post(`/api/runs/${runId}/retry`);
    await settled();
    expect(await get(`/api/runs/${runId}`)).toMatchObject({ status: "COMPLETED", counts: { enriched: 60 } });
    const executions = await executionsOf(runId);
    expect(executions.map(({ status }) => status)).toEqual(["SUCCEEDED", "ABORTED"]);
    expect(executions[0]?.mapRun).not.toBeNull();
    const path = `/api/runs/${runId}/executions/${executions[0]?.name}/events?limit=5`;
    expect(Items.parse(await get(path)).items).toHaveLength(5);
  });

  it("tries dead letters again, and says how the stage stands", async () => {
    const { keepa, codes } = setting();
    keepa.script({ status: 400 });
    const runId = await submit("refused", { codes: codes(10) });
    await settled();
    expect(await get(`/api/runs/${runId}`)).toMatchObject({ status: "COMPLETED_WITH_ERRORS" });
    const queueOf = async () =>
      z
        .object({ queues: z.array(z.object({ name: z.string(), waiting: z.number() })) })
        .parse(await get("/api/health"))
        .queues.find(({ name }) => name === "BatchDeadLetters");
    expect(await queueOf()).toMatchObject({ waiting: 1 });
    expect(await post("/api/health/dead-letters/redrive", { queue: "BatchDeadLetters" })).toMatchObject({
      retried: [runId],
    });
    await settled();
    expect(await get(`/api/runs/${runId}`)).toMatchObject({ status: "COMPLETED", counts: { enriched: 10 } });
    expect(await queueOf()).toMatchObject({ waiting: 0 });
  });

  it("looks at a catalog's file before it is enriched, and starts nothing twice", async () => {
    const { codes } = setting();
    const [known = "", ...others] = codes(6);
    await submit("previewed", { codes: [known] });
    await settled();
    const text = ["asin", known, ...others, "no code"].join("\n");
    const previewId = await preview({ kind: "catalog", fileName: "previewed.csv", text });
    const choice = { kind: "catalog" };
    expect(await post(`/api/previews/${previewId}/read`, choice)).toMatchObject({
      counts: { rows: 7, rejected: 1, products: 6, fresh: 1 },
      tokens: { needed: 5 },
    });
    const { runId } = Started.parse(await post(`/api/previews/${previewId}/start`, choice));
    expect(await post(`/api/previews/${previewId}/start`, choice)).toEqual({ runId });
    await settled();
    expect(await get(`/api/runs/${runId}`)).toMatchObject({ status: "COMPLETED", counts: { enriched: 6 } });
  });

  it("looks at leads before they are imported, imports them, shows them and what was rejected, and takes them back", async () => {
    const { cloud, tenantId } = setting();
    const { csv, leads } = leadFile(12);
    const text = `${csv.trimEnd()}\n"a row",with,no,lead\n`;
    const previewId = await preview({ kind: "leads", fileName: "leads.csv", text });
    const read = await post(`/api/previews/${previewId}/read`, { kind: "leads" });
    expect(read).toMatchObject({ counts: { created: expect.any(Number), complete: true } });
    const { runId } = Started.parse(await post(`/api/previews/${previewId}/start`, { kind: "leads" }));
    await post(`/api/runs/${runId}/cancel`);
    await settled();
    await post(`/api/runs/${runId}/retry`);
    await settled();
    expect(await get(`/api/runs/${runId}`)).toMatchObject({ flow: "lead-import", status: "COMPLETED" });
    await get(`/api/runs/${runId}/grid`);
    await get(`/api/runs/${runId}/rejects`);
    const { items } = z
      .object({ items: z.array(z.object({ leadId: z.string() })).min(12) })
      .parse(await get("/api/leads?limit=100"));
    expect(await get(`/api/leads/${items[0]?.leadId}`)).toMatchObject({ history: [{ runId }] });
    const { url } = z.object({ url: z.url() }).parse(await post("/api/leads/exports"));
    const exported = await fetch(url);
    expect((await exported.text()).trimEnd().split("\n")).toHaveLength(items.length + 1);

    const email = leads[0]?.email ?? "";
    await cloud.invoke("Operate", { action: "forget", tenantId, email });
    expect(await get(`/api/runs/${runId}/undo`)).toMatchObject({ deleted: items.length - 1 });
    await post(`/api/runs/${runId}/undo`);
    await settled();
    expect(await get(`/api/runs/${runId}`)).toMatchObject({ status: "UNDONE" });
    expect(Items.parse(await get("/api/leads")).items).toEqual([]);
    expect((await executionsOf(runId)).map(({ flow }) => flow)).toContain("lead-undo");
  });

  it("forgets a preview that is deleted; one that is another's was never there", async () => {
    const { cloud, ask } = setting();
    const previewId = await preview({ kind: "catalog", fileName: "a.csv", text: "asin\n" });
    const other = await cloud.client({ tenantId: "somebody-else", scopes: ["catalogs:write"] });
    const choice = { kind: "catalog" };
    expect(await other(`/api/previews/${previewId}/read`, choice)).toMatchObject({ status: 404 });
    expect(await ask(`/api/previews/${previewId}`, undefined, "DELETE")).toMatchObject({ status: 204 });
    expect(await ask(`/api/previews/${previewId}/read`, choice)).toMatchObject({ status: 404 });
  });

  it("says what can be done here: no live events, and which providers can be asked", async () => {
    expect(await get("/api/session")).toMatchObject({
      ...{
        place: "aws",
        live: false,
        catalogs: { ready: true },
        customers: { ready: true },
        imports: { model: null, mode: "rules" },
      },
    });
    const document = z.object({ paths: z.record(z.string(), z.unknown()) });
    const { paths } = document.parse(await get("/api/openapi.json"));
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(["/api/customers", "/api/runs/{runId}"]));
  });

  it("answers 503 where a table does not answer, before the gateway gives up", async () => {
    const { cloud, ask } = setting();
    cloud.troubles.request = ({ principal, action }) =>
      principal === "RunsApi" && action === "dynamodb:Query" ? { kind: "hang" } : null;
    expect(await ask("/api/runs")).toMatchObject({ status: 503 });
  });
}
