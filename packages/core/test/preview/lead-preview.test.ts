import { Readable } from "node:stream";
import { silentLog } from "@millrace/core/log";
import { MODEL_PRICES } from "@millrace/core/model";
import type { ObjectStore } from "@millrace/core/object";
import { createPreview, type PreviewDeps, previewKeys, previewLeads } from "@millrace/core/preview";
import { describe, expect, it } from "vitest";
import {
  emptyMemory,
  memoryLeads,
  memoryObjects,
  memoryRuns,
} from "../../../../test/equipment/memory-stores.ts";
import { sheetRow, workbookOf } from "../../../../test/equipment/zip.ts";

const PIECE = 16 * 1024;
const tick = async () => {};
const prices = MODEL_PRICES.get("deepseek-flash") ?? { rates: { cachedPrompt: 0, prompt: 0, completion: 0 } };

/** The same objects, read in pieces as from a disk or a network. */
function inPieces(objects: ObjectStore): ObjectStore {
  return {
    ...objects,
    async get(what) {
      const bytes = Buffer.concat(await (await objects.get(what)).toArray());
      const count = Math.ceil(bytes.length / PIECE);
      return Readable.from(
        Array.from({ length: count }, (_, at) => bytes.subarray(at * PIECE, (at + 1) * PIECE)),
      );
    },
  };
}

/** Looks at a file with a store that has nothing. */
async function preview(fileName: string, content: string | Buffer) {
  const memory = emptyMemory();
  const objects = inPieces(memoryObjects(memory, tick));
  const imports = {
    country: null,
    mode: "model",
    batchSize: 10,
    maxConcurrency: 5,
    columns: {},
    maxCostUsd: null,
  } as const;
  const never = () => Promise.reject(new Error("a preview asks for nothing of the kind"));
  const deps: PreviewDeps = {
    ...{ objects, leads: memoryLeads(memory, tick), runs: memoryRuns(memory, tick) },
    ...{ clock: { now: () => 1_800_000_000_000, sleep: tick }, log: silentLog },
    ...{ products: { get: never }, keepaTokens: { forecast: never } },
    flows: { start: never, describe: never, stop: never },
    uploads: { form: async ({ path }) => ({ url: path, fields: {} }), submit: never, submitText: never },
    intake: () => ({
      imports,
      catalogs: {
        provider: "keepa",
        marketplace: "com",
        batchSize: null,
        maxConcurrency: 10,
        codeColumn: null,
        sample: false,
      },
      model: { name: "deepseek-flash", prices },
      keepa: null,
    }),
  };
  const begun = await createPreview(
    { tenantId: "t", kind: "leads", fileName, bytes: content.length, path: (id) => id },
    { ...deps, uuid: () => "preview" },
  );
  await objects.put({ key: previewKeys.file(begun.preview), body: content });
  return previewLeads({ preview: begun.preview, choice: { kind: "leads" } }, deps);
}

const address = (row: number) => `lead${row}@acme.co`;

describe("a long file", () => {
  it.each([
    [
      "CSV of short rows",
      (rows: number) => ["email", ...Array.from({ length: rows }, (_, row) => address(row))].join("\n"),
    ],
    [
      "CSV of longer rows",
      (rows: number) =>
        [
          "email,note",
          ...Array.from({ length: rows }, (_, row) => `${address(row)},${"x".repeat(200)}`),
        ].join("\n"),
    ],
    [
      "Excel",
      (rows: number) =>
        workbookOf(
          [
            sheetRow(1, ["email"]),
            ...Array.from({ length: rows }, (_, row) => sheetRow(row + 2, [address(row)])),
          ].join(""),
        ),
    ],
  ])("%s: the first 10,000 rows are counted, and what the model costs is of all", async (_, file) => {
    const rows = 12_000;
    const { counts, model } = await preview("leads", file(rows));
    expect(counts).toMatchObject({ rows: 10_000, created: 10_000, complete: false });
    const calls = rows / 10;
    expect(model?.calls).toBeGreaterThan(calls * 0.9);
    expect(model?.calls).toBeLessThan(calls * 1.1);
  });
});
