import * as z from "zod";
import { MillraceError } from "../error.ts";
import { openTable, type Table } from "../file/index.ts";
import {
  type CodeColumn,
  codeColumns,
  codeOfRow,
  isAsin,
  type NewProduct,
  recogniseCatalogHeader,
} from "../product/index.ts";
import { type CatalogRun, isCatalogRun, type ParseReport } from "../run/index.ts";
import { beginRun, type ParseOutput, parseOutputOf, readingOf, sampleOf } from "../run-file/parse.ts";
import { objectSource } from "../run-file/source.ts";
import { writingRunFile } from "../run-file/writer.ts";
import { step } from "../step/index.ts";
import { batchSizeFor } from "./batch-size.ts";
import type { CatalogDeps } from "./deps.ts";
import { type CatalogRow, CODE_MESSAGES } from "./row.ts";

/** Products put at once: a store writes them in portions of its own. */
const PUT_PRODUCTS = 500;
/** What a rejected row's text may be as a key; a longer one is told apart by its beginning and its row. */
const MOST_KEY = 100;

export const ParseCatalogInput = z.object({ runId: z.string() });

/**
 * Reads a catalog's file: finds the codes, puts each product once, as pending, and writes the batches. The products of a batch are
 * all ASINs or none, so that one call asks about them. The list of batches is written last: where it is, the products are there too.
 *
 * @throws LeadFile.* what is wrong with the file; Run.Cancelled; Run.NotFound; Store.Throttled
 */
export const parseCatalog = step(
  ParseCatalogInput,
  async ({ runId }, deps: CatalogDeps): Promise<ParseOutput> => {
    const run = await beginRun({ runId, isOurs: isCatalogRun }, deps);
    return parseOutputOf(run, run.parse ?? (await parseRun(run, deps)));
  },
);

async function parseRun(run: CatalogRun, deps: CatalogDeps): Promise<ParseReport> {
  const { objects, runs, clock, log } = deps;
  const started = clock.now();
  const table = await openTable({
    source: await objectSource({ objects, key: run.key, version: run.version, name: run.sourceFile }),
    recognise: recogniseCatalogHeader,
  });
  const columns = await columnsOf(run, table);
  const counts = await writeRows({ run, table, columns, deps });
  const parse: ParseReport = {
    ...readingOf(table),
    columns: table.header.map((header, index) => reportOf({ header, index, columns })),
    notes: table.notes,
    ...counts,
  };
  await runs.update({ runId: run.runId, set: { parse } });
  log.info("catalog parsed", {
    runId: run.runId,
    tenantId: run.tenantId,
    ...counts,
    bytes: run.bytes,
    ms: clock.now() - started,
  });
  return parse;
}

/** @throws LeadFile.Malformed where no column holds codes; Input.Invalid for a column that is not there */
async function columnsOf(run: CatalogRun, table: Table): Promise<CodeColumn[]> {
  const { header } = table;
  const { codeColumn } = run.options;
  if (codeColumn !== null) {
    const place = /^#(\d+)$/.exec(codeColumn)?.[1];
    const index = place === undefined ? header.indexOf(codeColumn) : Number(place) - 1;
    if (index >= 0 && index < header.length)
      return [{ index, header: header[index] ?? "", by: "name", isGtin: false }];
    throw new MillraceError("Input.Invalid", "the file has no column of the name that is to hold the codes");
  }
  const columns = codeColumns({ header, sample: await sampleOf(table) });
  if (columns.length > 0) return columns;
  throw new MillraceError(
    "LeadFile.Malformed",
    "no column of the file holds product codes (ASIN, UPC, EAN or ISBN): say which one does",
  );
}

function reportOf(input: { header: string; index: number; columns: CodeColumn[] }) {
  const { header, index, columns } = input;
  const column = columns.find((one) => one.index === index);
  if (column === undefined) {
    return { header, target: null, confidence: "certain", reason: "holds no product codes" } as const;
  }
  const confidence = column.by === "name" ? ("certain" as const) : ("likely" as const);
  return { header, target: "code", confidence, reason: column.by };
}

interface Reading {
  run: CatalogRun;
  table: Table;
  columns: CodeColumn[];
  deps: CatalogDeps;
}

/** How many different products the file names. */
async function countProducts({ table, columns }: Reading): Promise<number> {
  const codes = new Set<string>();
  for await (const { cells } of table.rows()) {
    const read = codeOfRow({ columns, cells });
    if ("code" in read) codes.add(read.code);
  }
  return codes.size;
}

async function writeRows(reading: Reading) {
  const { run, table, columns, deps } = reading;
  const size = run.options.batchSize ?? batchSizeFor(await countProducts(reading));
  const seen = new Set<string>();
  const products = productWriter(run, deps);
  let rows = 0;
  let duplicates = 0;
  const written = await writingRunFile({ objects: deps.objects, runId: run.runId }, async (writer) => {
    const [asins, others]: [CatalogRow[], CatalogRow[]] = [[], []];
    for await (const { row, cells } of table.rows()) {
      rows++;
      const read = codeOfRow({ columns, cells });
      if ("issue" in read) {
        const { issue, text } = read;
        const field =
          (columns.find(({ index }) => cells[index]?.trim() === text) ?? columns[0])?.header ?? "";
        await writer.reject({ row, code: issue, field, message: CODE_MESSAGES[issue], cells });
        await products.reject({ row, text, reason: issue });
      } else if (seen.has(read.code)) {
        duplicates++;
      } else {
        seen.add(read.code);
        const { code, kind } = read;
        await products.add({ row, code, kind });
        const waiting = isAsin(read) ? asins : others;
        waiting.push({ row, code, kind });
        if (waiting.length === size) await writer.batch(waiting.splice(0));
      }
    }
    await writer.batch(asins);
    await writer.batch(others);
    await products.flush();
  });
  return { rows, duplicates, ...written };
}

/** Puts products into the store, many at a time. */
function productWriter(run: CatalogRun, { products, clock }: CatalogDeps) {
  const { tenantId, runId } = run;
  const { catalogId } = run.options;
  const rejected = new Set<string>();
  let waiting: NewProduct[] = [];
  const flush = async () => {
    if (waiting.length > 0) await products.put({ products: waiting, at: clock.now() });
    waiting = [];
  };
  const put = async (product: NewProduct) => {
    waiting.push(product);
    if (waiting.length === PUT_PRODUCTS) await flush();
  };
  return {
    flush,
    add: (row: CatalogRow) => put({ tenantId, catalogId, runId, ...row, status: "pending" }),
    async reject({ row, text, reason }: { row: number; text: string; reason: string }) {
      const code =
        text === "" ? `row ${row}` : text.length > MOST_KEY ? `${text.slice(0, MOST_KEY)} row ${row}` : text;
      if (rejected.has(code)) return;
      rejected.add(code);
      await put({ tenantId, catalogId, runId, code, kind: null, row, status: "rejected", reason });
    },
  };
}
