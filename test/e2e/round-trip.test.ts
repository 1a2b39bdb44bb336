import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { leadsAsCsv } from "@millrace/core/export";
import type { Lead } from "@millrace/core/lead";
import type { RunSummary } from "@millrace/core/lead-import";
import { type App, openApp } from "@millrace/local/app";
import { summarise } from "@millrace/local/command/progress";
import { exportedXlsx } from "@millrace/local/export";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { equationHolds, temporaryFolder } from "../equipment/command.ts";
import { importSummary, startImport } from "../equipment/importing.ts";

const folder = temporaryFolder();
const apps = ["one", "other"].map((name) => openApp({ dataDir: join(folder.path, name), env: {} }));
const [one, other] = apps as [App, App];
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  folder.remove();
});

let cases = 0;
/** A tenant of its own for each case: nobody sees what the others left. */
const freshTenant = () => `case-${cases++}`;

async function importBytes(input: {
  app: App;
  tenantId: string;
  name?: string;
  bytes: string | Uint8Array;
}): Promise<RunSummary> {
  const { app, tenantId, name = "table.csv", bytes } = input;
  const path = join(folder.path, name);
  writeFileSync(path, bytes);
  const runId = await startImport({ path, app, tenantId, options: { country: "CO" } });
  await app.flows.idle();
  const seen = await summarise(runId, app);
  const { run } = seen;
  const summary = importSummary(seen);
  // A table of blanks alone is the one that cannot be imported.
  if (run.status !== "COMPLETED") expect(run.error?.name).toBe("LeadFile.Empty");
  expect(equationHolds(summary)).toBe(true);
  return summary;
}

async function* leadsOf(app: App, tenantId: string): AsyncGenerator<Lead[]> {
  yield await app.deps.leads.list({ tenantId, limit: 1_000 });
}
/** Leads as they are, whichever file said so and when. */
async function tableOf(app: App, tenantId: string) {
  const leads: Pick<Lead, "leadId" | "fields">[] = [];
  for await (const page of leadsOf(app, tenantId)) {
    leads.push(...page.map(({ leadId, fields }) => ({ leadId, fields })));
  }
  return leads;
}

const word = fc.constantFrom(
  ..."Ana,José,María del Mar,O'Brien,van der Berg,ACME S.A.S.,Müller GmbH,Gerente,Nguyễn,李小龙,أحمد,CEO & Co,N/A,-,null,7".split(
    ",",
  ),
);
const nasty = fc.constantFrom(
  ...[
    "=1+1",
    "+57",
    "-2",
    "@SUM(A1)",
    "'quoted",
    "'=x",
    "''-y",
    "\t=tab",
    'say "hi"',
    '"',
    "a,b;c|d",
    "x\ny",
    "x\r\n=y",
  ],
  ...[
    "Notes: a; b",
    "a: b: c",
    "; ",
    "Source: web; Source: fair",
    "👩‍👩‍👧 ok",
    "\u202eright",
    "A\u0301",
    "ﬁ",
    "\u00a0",
    " spaced  out ",
  ],
  ...["#N/A", "1e5", "00123", "2024-01-02", "TRUE", "12,5", "<b>x</b>", "ünïcode", "\0nul"],
);
const address = fc.oneof(
  fc.nat({ max: 5 }).map((n) => `lead${n}@example.com`),
  fc.constantFrom(
    "Lead1@Example.com ",
    "<lead2@example.com>",
    "lead3@example.com; other@example.com",
    "no@dot",
    "@",
  ),
);
const phone = fc.constantFrom(
  "300 123 4567",
  "+57 (601) 123-4567",
  "(1) 555",
  "ext. 5",
  "+49 30 123456",
  "3001234567 / 3007654321",
);
const anything = fc.oneof(word, nasty, fc.string({ unit: "grapheme", maxLength: 12 }), fc.constant(""));

/** Cells as they come under some column. */
const COLUMNS: Record<string, fc.Arbitrary<string>> = {
  Name: fc.oneof(
    { weight: 3, arbitrary: fc.tuple(word, word).map((words) => words.join(" ")) },
    { weight: 2, arbitrary: anything },
  ),
  "First name": fc.oneof(word, anything),
  "Last name": fc.oneof(word, anything),
  "E-mail": fc.oneof({ weight: 3, arbitrary: address }, { weight: 1, arbitrary: anything }),
  Phone: fc.oneof(phone, anything),
  Company: fc.oneof(word, anything),
  Title: fc.oneof(word, anything),
  Notes: fc.oneof(anything, address, phone),
  Color: anything,
  "=Evil": anything,
  "Website: x": anything,
};

/** A table with a header and some rows, as it stands in a file. */
const table: fc.Arbitrary<string[][]> = fc
  .uniqueArray(fc.constantFrom(...Object.keys(COLUMNS)), { minLength: 2, maxLength: 7 })
  .chain((header) => {
    const cells = header.map((name) => COLUMNS[name] ?? fc.constant(""));
    return fc.array(fc.tuple(...cells), { minLength: 1, maxLength: 8 }).map((rows) => [header, ...rows]);
  });

const csvOf = (rows: string[][], delimiter = ",") => stringify(rows, { delimiter, quoted: true });

async function csv(app: App, tenantId: string): Promise<string> {
  let text = "";
  for await (const part of leadsAsCsv(leadsOf(app, tenantId))) text += part;
  return text;
}

describe("any table", () => {
  it("is accounted for row by row, and a second import changes nothing", () =>
    fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const tenantId = freshTenant();
        const first = await importBytes({ app: one, tenantId, bytes: csvOf(rows) });
        const before = await tableOf(one, tenantId);
        expect(before).toHaveLength(first.created);
        const second = await importBytes({ app: one, tenantId, bytes: csvOf(rows) });
        expect(second).toMatchObject({
          ...{ rows: first.rows, duplicates: first.duplicates, rejected: first.rejected },
          ...{ created: 0, updated: 0, superseded: 0, unchanged: first.created },
        });
        expect(await tableOf(one, tenantId)).toEqual(before);
      }),
      { numRuns: 60 },
    ));

  it.each([
    { format: "CSV", name: "export.csv", write: csv, runs: 80 },
    {
      format: "Excel",
      name: "export.xlsx",
      write: (app: App, tenantId: string) => exportedXlsx(leadsOf(app, tenantId)),
      runs: 40,
    },
  ])("imported, exported as $format and imported elsewhere, gives the same leads", ({ name, write, runs }) =>
    fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const tenantId = freshTenant();
        const { created } = await importBytes({ app: one, tenantId, bytes: csvOf(rows) });
        const bytes = await write(one, tenantId);
        const again = await importBytes({ app: other, tenantId, name, bytes });
        expect(again).toMatchObject({ rows: created, created, rejected: 0, duplicates: 0 });
        expect(await tableOf(other, tenantId)).toEqual(await tableOf(one, tenantId));
      }),
      { numRuns: runs },
    ),
  );
});

describe("a row with long names of columns", () => {
  const wide = (names: number) => [
    ["E-mail", ...Array.from({ length: names }, (_, at) => `${at} ${"n".repeat(990)}`)],
    ["long@example.com", ...Array<string>(names).fill("x")],
  ];

  it("that a lead can hold is exported and imported again", async () => {
    const tenantId = freshTenant();
    expect(await importBytes({ app: one, tenantId, bytes: csvOf(wide(30)) })).toMatchObject({ created: 1 });
    const bytes = await csv(one, tenantId);
    expect(await importBytes({ app: other, tenantId, bytes })).toMatchObject({ created: 1 });
    expect(await tableOf(other, tenantId)).toEqual(await tableOf(one, tenantId));
  });

  it("that no lead can hold is rejected, and shows nowhere as a lead", async () => {
    const tenantId = freshTenant();
    expect(await importBytes({ app: one, tenantId, bytes: csvOf(wide(60)) })).toMatchObject({ rejected: 1 });
  });
});

describe("one table", () => {
  const plain = fc.constantFrom(..."Ana,José,Núñez,Zoë,Muñoz Peña,Björn,Acme,Café Ltda".split(","));
  const western = fc.array(
    fc
      .tuple(fc.nat({ max: 40 }), plain, plain, plain)
      .map(([n, ...words]) => [`p${n}@example.com`, ...words]),
    { minLength: 3, maxLength: 12 },
  );
  const swapped = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  const ENCODINGS: Record<string, (text: string) => Buffer> = {
    "UTF-8": (text) => Buffer.from(text),
    "UTF-8 with a mark": (text) => Buffer.from(`\ufeff${text}`),
    "UTF-16LE": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
    "UTF-16BE": swapped,
    "Windows-1252": (text) => Buffer.from(text, "latin1"),
  };

  it("is the same leads in every encoding, with every delimiter and line end", () =>
    fc.assert(
      fc.asyncProperty(
        western,
        fc.constantFrom(...Object.keys(ENCODINGS)),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n", "\r"),
        async (people, encoding, delimiter, lineEnd) => {
          const tenantId = freshTenant();
          const rows = [["E-mail", "First name", "Last name", "Company"], ...people];
          await importBytes({ app: one, tenantId, bytes: csvOf(rows) });
          const text = rows.map((row) => row.join(delimiter)).join(lineEnd);
          const encoded = ENCODINGS[encoding]?.(text) ?? Buffer.alloc(0);
          await importBytes({ app: other, tenantId, bytes: encoded });
          expect(await tableOf(other, tenantId)).toEqual(await tableOf(one, tenantId));
        },
      ),
      { numRuns: 60 },
    ));
});
