import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { fileSource, openTable } from "../../src/file/index.ts";
import { recogniseHeader } from "../../src/lead/columns.ts";
import { all, cellsOf, open } from "./read.ts";

const CORPORA = join(import.meta.dirname, "../../../../../shared/corpora");
const missing = !existsSync(CORPORA);
const unless = missing ? " (skipped: ../shared/corpora is not there)" : "";

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(CORPORA, path), "utf8"));
}

describe.skipIf(missing)(`lead files of many systems${unless}`, () => {
  const folder = join(CORPORA, "leads/files");

  it("open with a header, and every address is in a data row", async () => {
    const addresses = z
      .record(z.string(), z.array(z.string()))
      .parse(await json("leads/emails-by-file.json"));
    for (const name of await readdir(folder)) {
      const table = await openTable({
        source: await fileSource(join(folder, name)),
        recognise: recogniseHeader,
      });
      expect(table.headerRow, name).not.toBeNull();
      expect(
        table.header.filter((column) => column.includes("@")),
        name,
      ).toEqual([]);
      const text = (await cellsOf(table)).flat().join("\n").toLowerCase();
      expect(
        (addresses[name] ?? []).filter((address) => !text.includes(address)),
        name,
      ).toEqual([]);
    }
  });

  it("have the same header when no column name is known", async () => {
    for (const name of await readdir(folder)) {
      const source = await fileSource(join(folder, name));
      const known = await openTable({ source, recognise: recogniseHeader });
      const unknown = await openTable({ source, recognise: () => 0 });
      expect([name, unknown.headerRow, unknown.delimiter]).toEqual([name, known.headerRow, known.delimiter]);
    }
  });
});

describe.skipIf(missing)(`CSV documents of other parsers${unless}`, () => {
  it("open, or are refused as empty", async () => {
    const documents = z
      .array(z.object({ id: z.string(), input_b64: z.base64() }))
      .parse(await json("csv/conformance.json"));
    for (const { id, input_b64 } of documents) {
      const bytes = Buffer.from(input_b64, "base64");
      const rows = open(bytes).then(
        async (table) => (await all(table.rows())).length,
        (error: unknown) => (error instanceof Error ? error.name : "unknown"),
      );
      expect([expect.any(Number), "LeadFile.Empty"], id).toContainEqual(await rows);
    }
  });
});
