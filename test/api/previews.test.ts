import { readdirSync } from "node:fs";
import { join } from "node:path";
import { forgetLead } from "@millrace/core/lead-import";
import { removeOldPreviews } from "@millrace/core/preview";
import { systemClock } from "@millrace/local/system";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { addKey, type SeededApi, seededApi } from "../equipment/api.ts";
import { Counts, LeadPreview, previewing, Started } from "../equipment/previewing.ts";

const Run = z.object({
  status: z.string(),
  counts: Counts,
  options: z.looseObject({ columns: z.record(z.string(), z.string()) }),
});

const DAY = 24 * 60 * 60 * 1000;

describe("previews over the API", () => {
  let api: SeededApi;
  let page: ReturnType<typeof previewing>;
  let now = systemClock.now();
  beforeAll(async () => {
    api = await seededApi({ clock: { ...systemClock, now: () => now } });
    page = previewing(api);
  });
  afterAll(() => api.close());

  const read = async (previewId: string, choice?: object) => {
    const { status, body } = await page.read(previewId, choice);
    expect([status, body]).toEqual([200, expect.anything()]);
    return LeadPreview.parse(body);
  };
  const runOf = async (previewId: string, choice?: object) => {
    const answer = await page.start(previewId, choice);
    expect([answer.status, answer.body]).toEqual([202, expect.anything()]);
    const { runId } = Started.parse(answer.body);
    expect(answer.headers.get("Location")).toBe(`/api/runs/${runId}`);
    await api.app.flows.idle();
    return { runId, ...Run.parse((await api.ask({ path: `/api/runs/${runId}` })).body) };
  };

  it("a file is shown as it would become, row by row, and nothing is imported", async () => {
    const content = "E-Mail;Nombre;Apellido;Nota\nana@acme.co;Ana;Ruiz;alt\nx;;;\nana@acme.co;Ana;Paz;neu\n";
    const before = await api.app.deps.runs.list({ tenantId: api.first.tenantId, limit: 10 });
    const preview = await read(await page.upload({ content }));
    expect(preview.reading).toMatchObject({ format: "csv", encoding: "utf-8", delimiter: ";", headerRow: 1 });
    expect(preview.columns).toMatchObject([
      { header: "E-Mail", target: "email", examples: ["ana@acme.co", "x", "ana@acme.co"] },
      { header: "Nombre", target: "firstName" },
      { header: "Apellido", target: "lastName" },
      { header: "Nota", target: "remarks" },
    ]);
    expect(preview.rows).toMatchObject([
      { row: 2, outcome: "duplicate", fields: null, refused: null },
      { row: 3, outcome: "rejected", fields: null, refused: { code: "row.unidentified" } },
      { row: 4, outcome: "lead", fields: { email: "ana@acme.co", lastName: "Paz" }, refused: null },
    ]);
    expect(preview.counts).toEqual({
      ...{ rows: 3, duplicates: 1, rejected: 1, created: 1, updated: 0, unchanged: 0 },
      ...{ open: 0, complete: true },
    });
    expect(preview.model).toBeNull();
    expect(await api.app.deps.runs.list({ tenantId: api.first.tenantId, limit: 10 })).toEqual(before);
    expect(await api.app.deps.leads.list({ tenantId: api.first.tenantId, limit: 10 })).toEqual([]);
  });

  it("with another mapping the rows become others, and the run is told the same", async () => {
    const content = "who,where\nbea@acme.co,Acme\n";
    const previewId = await page.upload({ content, fileName: "C:\\lists\\spring.csv" });
    const choice = { kind: "leads", columns: { where: "lastName" }, country: "CO" };
    expect((await read(previewId, choice)).rows[0]?.fields).toMatchObject({ lastName: "Acme" });
    const run = await runOf(previewId, choice);
    expect(run).toMatchObject({
      ...{ status: "COMPLETED", counts: { rows: 1, created: 1 } },
      options: { columns: { where: "lastName" }, country: "CO", mode: "rules" },
    });
    const record = await api.app.deps.runs.get({ runId: run.runId });
    expect(record?.sourceFile).toBe("spring.csv");
  });

  it("columns are remembered for the same header, and for no other; a choice overrules them", async () => {
    const columns = { b: "company" };
    const file = (name: string, header = "a,b,remember") => ({
      content: `${header}\n${name}@acme.co,x,y\n`,
    });
    await runOf(await page.upload(file("one")), { kind: "leads", columns });
    now += 1;
    await runOf(await page.upload(file("two")), { kind: "leads", columns: {} });
    const third = await page.upload(file("three"));
    const remembered = await read(third);
    expect(remembered.remembered).toEqual(columns);
    expect(remembered.columns[1]).toMatchObject({ header: "b", target: "company" });
    const chosen = await read(third, { kind: "leads", columns: { b: "title" } });
    expect(chosen.remembered).toBeNull();
    expect(chosen.columns[1]).toMatchObject({ target: "title" });
    expect((await read(await page.upload(file("four", "a,b,other")))).remembered).toBeNull();
    expect((await runOf(third)).options.columns).toEqual(columns);
  });

  it("a file of rejected rows is read as the file that they come from: by its columns, its country", async () => {
    const chosen = { columns: { who: "lastName" }, country: "CO" } as const;
    const content = "who,tel\nRuiz,300 123 4567\n";
    await runOf(await page.upload({ content }), { kind: "leads", ...chosen });
    const corrected =
      "who,tel,millrace_code,millrace_field,millrace_row\nPaz,300 123 4568,row.unidentified,,2\n";
    const previewId = await page.upload({ content: corrected });
    const { remembered, country, rows } = await read(previewId);
    expect([remembered, country]).toEqual([chosen.columns, chosen.country]);
    expect(rows[0]?.fields).toMatchObject({ lastName: "Paz", phone: "+573001234568", remarks: "" });
    expect((await read(previewId, { kind: "leads", country: null })).country).toBeNull();
    expect((await runOf(previewId)).options).toMatchObject(chosen);
  });

  it("of any file the dry run counts what its run then reports", async () => {
    let file = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            who: fc.option(fc.nat({ max: 8 })),
            says: fc.constantFrom("", "Ana", "Bo", "n/a", "Ruiz, Ana", "=1+1"),
            phone: fc.constantFrom("", "3001234567", "12"),
          }),
          { minLength: 1, maxLength: 25 },
        ),
        async (rows) => {
          now += 1;
          const lines = rows.map(
            ({ who, says, phone }) => `${who === null ? "" : `p${who}@acme.co`},"${says}",${phone}`,
          );
          const content = ["email,full name,phone", ...lines].join("\n");
          const previewId = await page.upload({ content, fileName: `${++file}.csv` });
          const choice = { kind: "leads", country: "CO" };
          const { counts } = await read(previewId, choice);
          const { rows: all, duplicates, rejected, created, updated, unchanged } = counts;
          expect(all).toBe(duplicates + rejected + created + updated + unchanged);
          expect((await runOf(previewId, choice)).counts).toMatchObject(Counts.parse(counts));
        },
      ),
      { numRuns: 15 },
    );
  });

  it("started twice, at once and later, it is one run", async () => {
    const previewId = await page.upload({ content: "email\nonce@acme.co\n" });
    const answers = await Promise.all([1, 2, 3].map(() => page.start(previewId)));
    const ids = new Set(
      [...answers, await page.start(previewId)].map(({ body }) => Started.parse(body).runId),
    );
    expect(ids.size).toBe(1);
    await api.app.flows.idle();
    const runs = await api.app.deps.runs.list({ tenantId: api.first.tenantId, limit: 200 });
    const mine = runs.filter(({ runId }) => ids.has(runId));
    expect(mine).toHaveLength(1);
    // The copies of those who came too late are gone.
    const submitted = await api.app.deps.objects.list({ prefix: `submitted/${api.first.tenantId}/` });
    expect(new Set(submitted)).toEqual(
      new Set(runs.map(({ key }) => key).filter((key) => key.startsWith("sub"))),
    );
  });

  it("is its tenant's alone, whoever knows its id", async () => {
    const previewId = await page.upload({ content: "email\nmine@acme.co\n" });
    const { key } = api.second;
    for (const answer of [
      await page.read(previewId, undefined, key),
      await page.start(previewId, undefined, key),
      await page.read("unknown"),
      await page.read("..%2F..%2Fuploads"),
    ])
      expect(answer.status).toBe(404);
    expect((await page.remove(previewId, key)).status).toBe(204);
    const ticket = await page.begin({ content: "email\n" });
    expect((await page.send(ticket, { content: "email\n", key })).status).toBe(404);
    expect((await page.read(previewId)).status).toBe(200);
  });

  it("a form is for its own preview, within 15 minutes", async () => {
    const file = { content: "email\nform@acme.co\n" };
    const [one, other] = [await page.begin(file), await page.begin(file)];
    const mixed = { ...one, upload: { ...one.upload, fields: other.upload.fields } };
    expect((await page.send(mixed, file)).status).toBe(422);
    now += 15 * 60 * 1000;
    const late = await page.send(one, file);
    expect(late).toMatchObject({ status: 422, body: { detail: expect.stringContaining("time is over") } });
    expect((await page.read(one.previewId)).status).toBe(404);
    expect(readdirSync(join(api.app.dataDir, "unfinished"))).toEqual([]);
  });

  it("is gone when it is deleted, and after a day; the run that was started keeps its file", async () => {
    const file = { content: "email\ngone@acme.co\n" };
    const deleted = await page.upload(file);
    expect((await page.remove(deleted)).status).toBe(204);
    expect([(await page.read(deleted)).status, (await page.start(deleted)).status]).toEqual([404, 404]);
    const [started, expired] = [await page.upload(file), await page.upload(file)];
    const { runId } = await runOf(started);
    const young = api.app.deps.objects.list({ prefix: "previews/" });
    await removeOldPreviews(api.app.deps);
    expect(await api.app.deps.objects.list({ prefix: "previews/" })).toEqual(await young);
    now += DAY;
    expect((await page.read(expired)).status).toBe(404);
    await removeOldPreviews(api.app.deps);
    expect(await api.app.deps.objects.list({ prefix: "previews/" })).toEqual([]);
    const run = await api.app.deps.runs.get({ runId });
    expect(await api.app.deps.objects.size({ key: run?.key ?? "" })).toBe(file.content.length);
  });

  it("is gone when anybody of its tenant is erased: it may hold them", async () => {
    const previewId = await page.upload({ content: "email\nerased@acme.co\n" });
    await forgetLead({ tenantId: api.first.tenantId, email: "erased@acme.co" }, api.app.deps);
    expect((await page.read(previewId)).status).toBe(404);
    expect(await api.app.deps.objects.list({ prefix: `previews/${api.first.tenantId}/` })).toEqual([]);
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
    ["a picture", new Uint8Array(Buffer.from("89504e470d0a1a0a00", "hex")), "image"],
    ["blanks", " \n\n", "empty"],
    ["a broken workbook", new Uint8Array(Buffer.from("PK\u0003\u0004 nothing more", "latin1")), "leads.xlsx"],
  ])("%s: 422 with a sentence for its uploader", async (_, content, says) => {
    const previewId = await page.upload({ content, fileName: "leads.xlsx" });
    for (const answer of [await page.read(previewId), await page.start(previewId)])
      expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringContaining(says) } });
  });

  it.each<[string, object]>([
    ["a column that is not there", { kind: "leads", columns: { nowhere: "email" } }],
    ["a target that is none", { kind: "leads", columns: { email: "postcode" } }],
    ["a mode that needs a model", { kind: "leads", mode: "hybrid" }],
    ["the choice of a catalog", { kind: "catalog" }],
    ["a field that is not there", { kind: "leads", batchSize: 3 }],
  ])("%s: 422, and nothing is started", async (_, choice) => {
    const previewId = await page.upload({ content: "email\nchoice@acme.co\n" });
    const before = await api.app.deps.runs.list({ tenantId: api.first.tenantId, limit: 200 });
    for (const answer of [await page.read(previewId, choice), await page.start(previewId, choice)])
      expect(answer.status).toBe(422);
    expect(await api.app.deps.runs.list({ tenantId: api.first.tenantId, limit: 200 })).toEqual(before);
  });

  it("too long a file is refused before it is sent", async () => {
    const request = { kind: "leads", fileName: "leads.csv", bytes: 600 * 1024 * 1024 };
    const answer = await api.ask({ method: "POST", path: "/api/previews", body: request });
    expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringContaining("512 MB") } });
  });

  it("cells that do harm elsewhere are shown as they are, long ones cut, of wide files fewer", async () => {
    const wide = Array.from({ length: 300 }, (_, index) => (index === 0 ? "email" : `c${index}`));
    const line = (row: number) => [`w${row}@acme.co`, ...wide.slice(1).map(() => "<b>".repeat(35))].join(",");
    const content = [wide.join(","), ...Array.from({ length: 30 }, (_, row) => line(row))].join("\n");
    const { status, body } = await page.read(await page.upload({ content }));
    expect(status).toBe(200);
    const { rows, columns, counts } = LeadPreview.parse(body);
    expect(counts.rows).toBe(30);
    expect(rows.length).toBeLessThan(20);
    expect(rows[0]?.cells[1]).toBe(`${"<b>".repeat(33)}…`);
    expect(columns[1]?.examples[0]).toBe(`${"<b>".repeat(33)}…`);
  });

  it.each([
    ["leads", "leads:write", "catalogs:write"],
    ["catalog", "catalogs:write", "leads:write"],
  ] as const)("of %s need the scope %s", async (kind, scope, other) => {
    const { tenantId } = api.first;
    const key = await addKey({ app: api.app, tenantId, scopes: [other] });
    const file = { kind, content: "asin,email\nB000000001,scope@acme.co\n" };
    const previewId = await page.upload(file);
    const refused = { status: 403, body: { detail: `it needs one of these scopes: ${scope}` } };
    const body = { kind, fileName: "a.csv", bytes: 1 };
    expect(await api.ask({ method: "POST", path: "/api/previews", body, key })).toMatchObject(refused);
    expect(await page.read(previewId, { kind }, key)).toMatchObject(refused);
    expect(await page.start(previewId, { kind }, key)).toMatchObject(refused);
    expect(await page.remove(previewId, key)).toMatchObject(refused);
    expect(await page.send(await page.begin(file), { ...file, key })).toMatchObject(refused);
    expect((await page.read(previewId, { kind })).status).toBe(200);
  });

  it("only the file's route takes a form, and it takes nothing else", async () => {
    const ticket = await page.begin({ content: "email\n" });
    const headers = { Authorization: `Bearer ${api.first.key}` };
    const body = new FormData();
    const form = await api.app.api.request("/api/previews", { method: "POST", body, headers });
    expect(form.status).toBe(415);
    const json = await api.ask({ method: "POST", path: ticket.upload.url, body: {} });
    expect(json.status).toBe(422);
    expect((await api.ask({ path: ticket.upload.url })).status).toBe(405);
    expect((await api.ask({ method: "POST", path: ticket.upload.url, key: null })).status).toBe(401);
  });
});
