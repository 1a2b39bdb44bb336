import { catalogIdOfFile, freshCodes, judgeCatalogRow, openCatalog } from "../catalog-enrichment/index.ts";
import type { SourceRow } from "../file/index.ts";
import type { ProductCode } from "../product/index.ts";
import { readingOf } from "../run-file/parse.ts";
import { shortened } from "./cut.ts";
import type { PreviewDeps } from "./deps.ts";
import { type Refusal, sourceOf } from "./lead-preview.ts";
import { type CatalogChoice, catalogOptions } from "./options.ts";
import type { Preview } from "./preview.ts";
import { estimateRows, metered } from "./source.ts";

const SHOWN_ROWS = 20;

/** As many as of leads; products are looked up a hundred at a time, and so sooner. */
const MOST_COUNTED = 10_000;

/** What would become of a catalog's file. */
export interface CatalogPreview {
  kind: "catalog";
  fileName: string;
  reading: ReturnType<typeof readingOf> & { notes: string[] };
  codeColumn: string | null;
  rows: { row: number; cells: string[]; code: string | null; kind: string | null; refused: Refusal | null }[];
  counts: {
    rows: number;
    duplicates: number;
    rejected: number;
    products: number;
    fresh: number;
    complete: boolean;
  };
  tokens: { needed: number; left: number | null; perMinute: number | null; readyAt: number | null };
  catalogId: string;
}

/**
 * Reads the first rows of a catalog's file as its run would, and changes nothing.
 *
 * @throws LeadFile.*; Object.NotFound where the file has not come; Input.Invalid for a column that is not there
 */
export async function previewCatalog(
  input: { preview: Preview; choice: CatalogChoice },
  deps: PreviewDeps,
): Promise<CatalogPreview> {
  const { preview, choice } = input;
  const { tenantId, fileName } = preview;
  const { catalogs, keepa } = deps.intake();
  const options = catalogOptions({ choice, fileName, user: "" }, { catalogs });
  const source = metered(await sourceOf(preview, deps));
  const opened = await openCatalog({ source, codeColumn: options.codeColumn });
  const { table, columns } = opened;
  const shown: CatalogPreview["rows"] = [];
  const codes = new Map<string, ProductCode>();
  let [rows, rejected, complete] = [0, 0, true];
  for await (const row of table.rows()) {
    if (rows === MOST_COUNTED) {
      complete = false;
      break;
    }
    rows++;
    const judged = judgeCatalogRow(opened, row);
    if (shown.length < SHOWN_ROWS) shown.push(shownRow(row, judged));
    if ("rejected" in judged) rejected++;
    else codes.set(judged.code, judged);
  }
  const reading = { ...readingOf(table), notes: table.notes };
  const all = complete ? rows : await estimateRows({ table, source, rows });
  const fresh = await freshCodes({ tenantId, options, codes: [...codes.values()] }, deps);
  const wanted = [...codes.values()].filter(({ code }) => !fresh.has(code));
  const price = keepa === null ? wanted.length : keepa.price(wanted);
  const needed = Math.ceil(price * (all / Math.max(1, rows)));
  const { free, rate, readyAt } = await deps.keepaTokens.forecast({ tokens: needed });
  return {
    ...{ kind: "catalog", fileName, reading, codeColumn: columns[0]?.header ?? null },
    rows: shortened(shown),
    counts: {
      ...{ rows, duplicates: rows - rejected - codes.size, rejected, products: codes.size },
      ...{ fresh: fresh.size, complete },
    },
    tokens: { needed, left: free, perMinute: rate, readyAt },
    catalogId: catalogIdOfFile(fileName),
  };
}

function shownRow(
  { row, cells }: SourceRow,
  judged: ReturnType<typeof judgeCatalogRow>,
): CatalogPreview["rows"][number] {
  if ("code" in judged) return { row, cells, code: judged.code, kind: judged.kind, refused: null };
  const { field, code, message } = judged.rejected;
  return { row, cells, code: null, kind: null, refused: { field, code, message } };
}
