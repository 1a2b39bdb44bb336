import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { fileSource, openTable } from "../../src/file/index.ts";
import {
  columnRank,
  emailsIn,
  identify,
  LEAD_FIELDS,
  mapColumns,
  rawLead,
  recogniseHeader,
  standardise,
} from "../../src/lead/index.ts";

const corpora = new URL("../../../../../shared/corpora/", import.meta.url);
const isMissing = !existsSync(corpora);
const why = isMissing ? " (skipped: ../shared/corpora is not beside the checkout)" : "";

function read<Content>(schema: z.ZodType<Content>, path: string): Content {
  return schema.parse(JSON.parse(readFileSync(new URL(path, corpora), "utf8")));
}

describe.skipIf(isMissing)(`lead files of other systems${why}`, () => {
  const gold = isMissing ? {} : read(z.record(z.string(), z.array(z.string())), "leads/emails-by-file.json");

  it.each(Object.entries(gold))("%s: every address arrives, and no other", async (file, expected) => {
    const source = await fileSource(new URL(`leads/files/${file}`, corpora).pathname);
    const table = await openTable({ source, recognise: recogniseHeader });
    const sample: string[][] = [];
    for await (const { cells } of table.rows()) if (sample.push(cells) === 100) break;
    const mapping = mapColumns({ header: table.header, sample, overrides: {} });
    const own = new Set<string>();
    const all = new Set<string>();
    for await (const { cells } of table.rows()) {
      const raw = rawLead({ mapping, cells });
      const identity = identify({ raw, tenantId: "t", country: "US" });
      const { fields } = standardise({ raw, country: "US" });
      if ("rejected" in identity) continue;
      if (fields.email !== "") own.add(fields.email);
      for (const email of [
        fields.email,
        ...fields.remarks.split("; ").flatMap((part) => emailsIn(part).emails),
      ]) {
        if (email !== "") all.add(email);
      }
    }
    expect([...all].toSorted()).toEqual(expected.toSorted());
    expect(expected).toEqual(expect.arrayContaining([...own]));
  });
});

describe.skipIf(isMissing)(`header rows of address books and CRMs${why}`, () => {
  const Schema = z.object({
    id: z.string(),
    headers: z.array(z.string()),
    gold: z.partialRecord(z.enum([...LEAD_FIELDS, "fullName"]), z.array(z.number())),
  });
  const schemas = isMissing ? [] : read(z.array(Schema), "leads/header-schemas-gold.json");

  it.each(schemas)("$id is understood", ({ headers, gold }) => {
    const { columns } = mapColumns({ header: headers, sample: [], overrides: {} });
    for (const field of LEAD_FIELDS) {
      const first = columns
        .filter(({ target }) => target === field)
        .toSorted((a, b) => columnRank(a.header) - columnRank(b.header))[0];
      expect(gold[field] ?? [undefined]).toContain(first?.index);
    }
  });
});

describe.skipIf(isMissing)(`addresses of e-mail libraries' own tests${why}`, () => {
  it("are judged as there in more than nine of ten practical cases", () => {
    const Case = z.object({ address: z.string(), valid: z.boolean().nullable(), practical: z.boolean() });
    const cases = read(z.array(Case), "emails/cases.json").filter(
      ({ practical, valid }) => practical && valid !== null,
    );
    const right = cases.filter(({ address, valid }) => (emailsIn(address).emails.length === 1) === valid);
    expect(right.length / cases.length).toBeGreaterThan(0.94);
  });
});
