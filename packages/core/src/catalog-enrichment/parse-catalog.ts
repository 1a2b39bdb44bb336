import * as z from "zod";
import type { ColumnReason } from "../lead/index.ts";
import { codeOfRow, isAsin, type NewProduct } from "../product/index.ts";
import { type CatalogRun, isCatalogRun, type ParseReport } from "../run/index.ts";
import { beginRun, type ParseOutput, parseOnce, readingOf } from "../run-file/parse.ts";
import { objectSource } from "../run-file/source.ts";
import { writingRunFile } from "../run-file/writer.ts";
import { step } from "../step/index.ts";
import { batchSizeFor } from "./batch-size.ts";
import type { CatalogDeps } from "./deps.ts";
import { type CatalogReading, checkCodes, judgeCatalogRow, openCatalog } from "./reading.ts";
import type { CatalogRow } from "./row.ts";

/** Products put at once: a store writes them in portions of its own. */
const PUT_PRODUCTS = 500;
/** What a rejected row's text may be as a key; a longer one is told apart by its beginning and its row. */
const MOST_KEY = 100;

export const ParseCatalogInput = z.object({ runId: z.string() });

/**
 * Reads a catalog's file: finds the codes, puts each product once, as pending, and writes the batches. The products of a batch are
 * all ASINs or none, so that one call asks about them. The list of batches is written last: where it is, the products are there too.
 * A retry finds that done, and lists the batches that are not completed.
 *
 * @throws LeadFile.* what is wrong with the file; Run.Cancelled; Run.NotFound; Store.Throttled
 */
export const parseCatalog = step(
  ParseCatalogInput,
  async ({ runId }, deps: CatalogDeps): Promise<ParseOutput> => {
    const run = await beginRun({ runId, isOurs: isCatalogRun }, deps);
    return parseOnce({ run, read: () => parseRun(run, deps) }, deps);
  },
);

async function parseRun(run: CatalogRun, deps: CatalogDeps): Promise<ParseReport> {
  const { objects, runs, clock, log } = deps;
  const started = clock.now();
  const reading = await openCatalog({
    source: await objectSource({ objects, key: run.key, version: run.version, name: run.sourceFile }),
    codeColumn: run.options.codeColumn,
  });
  checkCodes(reading);
  const { table, columns } = reading;
  const counts = await writeRows({ run, ...reading, deps });
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

function reportOf(input: {
  header: string;
  index: number;
  columns: CatalogReading["columns"];
}): ParseReport["columns"][number] & { reason: ColumnReason } {
  const { header, index, columns } = input;
  const column = columns.find((one) => one.index === index);
  if (column === undefined) {
    return { header, target: null, confidence: "certain", reason: "holds no product codes" };
  }
  const confidence = column.by === "name" ? "certain" : "likely";
  return { header, target: "code", confidence, reason: column.by };
}

interface Reading extends CatalogReading {
  run: CatalogRun;
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
  const { run, table, deps } = reading;
  const size = run.options.batchSize ?? batchSizeFor(await countProducts(reading));
  const seen = new Set<string>();
  const products = productWriter(run, deps);
  let rows = 0;
  let duplicates = 0;
  const written = await writingRunFile({ objects: deps.objects, runId: run.runId }, async (writer) => {
    const [asins, others]: [CatalogRow[], CatalogRow[]] = [[], []];
    for await (const source of table.rows()) {
      const { row } = source;
      rows++;
      const read = judgeCatalogRow(reading, source);
      if ("rejected" in read) {
        const { rejected, text } = read;
        await writer.reject(rejected);
        await products.reject({ row, text, reason: rejected.code });
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
