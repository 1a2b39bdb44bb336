import { isPlaceholder } from "../lead/placeholder.ts";
import { type CodeIssue, type ProductCode, parseProductCode } from "./code.ts";

/** A column that holds product codes. */
export interface CodeColumn {
  index: number;
  header: string;
  /** Why it is taken for one: by its name, or by what is in it. */
  by: "name" | "content";
  /** Whether its name says that the codes are UPCs or EANs. */
  isGtin: boolean;
}

/** A file's first rows, as many as tell what its columns are. */
export interface CatalogHead {
  header: readonly string[];
  sample: readonly (readonly string[])[];
}

/** Names of columns, folded, in the order in which they are asked: Amazon's own code says most. */
const CODE_NAMES: readonly RegExp[] = [
  /^(amazon )?asin\d?$|^asin( code| number| nr| no)?$|^(child|product|amazon|item) asin$/,
  /\bisbn( ?1[03])?\b/,
  /\b(gtin|ean|upc)( ?(a|e|8|1[234]))?\b/,
  /\b(bar ?codes?|codigos? de barras?|codice a barre|codebarres|code barres?|strichcode|streepjescode|jan( code)?)\b/,
  /^(external |standard )?product ?(id|code)s?$|^(codigo|code|id) (de |del |du )?(producto|produto|produit)$|^artikelcode$|^asins? or upcs?$/,
];

/** Where among {@link CODE_NAMES} the names of UPCs and EANs are. */
const GTIN_RANKS = new Set([2, 3]);

/** Somebody else's code: of the parent of variations, of a competitor's product. */
const ANOTHERS = /\b(parent|padre|pai|variation|competitor|related|type|tipo|typ)\b/;

/** Names of columns that catalogs have beside their codes: they show which row is the header. */
const OTHER_NAMES =
  /^(sku|seller sku|item|article|artikel|articulo|artigo|articolo|product|producto|produto|produit|produkt|prodotto|name|nombre|nome|nom|title|titulo|titre|titel|titolo|description|descripcion|descricao|beschreibung|descrizione|brand|marca|marque|marke|manufacturer|fabricante|hersteller|price|precio|preco|prix|preis|prezzo|cost|costo|coste|custo|kosten|quantity|qty|cantidad|quantidade|quantite|menge|quantita|stock|category|categoria|categorie|kategorie|supplier|proveedor|fornecedor|fournisseur|lieferant|fornitore|currency|moneda|moeda|weight|peso|color|colour|size|talla|url|link|image|imagen|notes|notas)\b/;

/** A check digit fits one number in ten by chance; among so many cells more than half never do. */
const FEWEST_CELLS = 4;
const SHARE = 0.6;

/**
 * How many of a row's cells are names that catalogs have: for `openTable`, which looks for the header by it.
 *
 * @example
 * const table = await openTable({ source, recognise: recogniseCatalogHeader });
 */
export function recogniseCatalogHeader(cells: readonly string[]): number {
  return cells.filter((cell) => {
    const name = folded(cell);
    return rankOf(name) !== null || OTHER_NAMES.test(name);
  }).length;
}

/**
 * The columns that hold product codes, the one to be asked first at first: by their names in six languages, and by what is in
 * them where no name says so.
 *
 * @returns none where the file has no such column
 */
export function codeColumns({ header, sample }: CatalogHead): CodeColumn[] {
  const named = header
    .map((name, index) => ({ index, header: name, rank: rankOf(folded(name)) }))
    .filter(({ index, rank }) => rank !== null && !isSomethingElse(cellsOf(sample, index)))
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.index - b.index)
    .map(
      ({ index, header: name, rank }): CodeColumn => ({
        ...{ index, header: name, by: "name", isGtin: rank !== null && GTIN_RANKS.has(rank) },
      }),
    );
  const width = Math.max(header.length, ...sample.map(({ length }) => length));
  const byContent = Array.from({ length: width }, (_, index) => ({
    index,
    share: shareOf(cellsOf(sample, index)),
  }))
    .filter(({ index, share }) => share.codes >= SHARE && named.every((column) => column.index !== index))
    .filter(({ index }) => !ANOTHERS.test(folded(header[index] ?? "")))
    .toSorted((a, b) => b.share.asins - a.share.asins || b.share.codes - a.share.codes || a.index - b.index)
    .map(({ index }): CodeColumn => ({ index, header: header[index] ?? "", by: "content", isGtin: false }));
  return named.length > 0 ? named : byContent;
}

/**
 * The product a row is about: the first column that holds a code. Where none does, what is wrong with the first that holds anything.
 *
 * @returns `text`: the cell at fault, empty where all are
 */
export function codeOfRow(input: {
  columns: readonly CodeColumn[];
  cells: readonly string[];
}): ProductCode | { issue: CodeIssue; text: string } {
  let fault: { issue: CodeIssue; text: string } | undefined;
  for (const { index, isGtin } of input.columns) {
    const text = input.cells[index] ?? "";
    const read = parseProductCode(text, isGtin ? { column: "gtin" } : {});
    if ("code" in read) return read;
    if (fault === undefined && read.issue !== "code.missing")
      fault = { issue: read.issue, text: text.trim() };
  }
  return fault ?? { issue: "code.missing", text: "" };
}

function rankOf(name: string): number | null {
  if (ANOTHERS.test(name)) return null;
  const rank = CODE_NAMES.findIndex((pattern) => pattern.test(name));
  return rank < 0 ? null : rank;
}

function folded(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function cellsOf(sample: CatalogHead["sample"], index: number): string[] {
  return sample.map((cells) => cells[index] ?? "").filter((cell) => !isPlaceholder(cell));
}

/** The shares of cells that are codes, and that are Amazon's own. */
function shareOf(cells: readonly string[]): { codes: number; asins: number } {
  if (cells.length === 0) return { codes: 0, asins: 0 };
  const read = cells.map((cell) => parseProductCode(cell)).filter((code) => "code" in code);
  const asins = read.filter(({ code }) => code.startsWith("B")).length / cells.length;
  const codes = read.length / cells.length;
  return { asins, codes: cells.length < FEWEST_CELLS ? asins : codes };
}

/** A "Product ID" of a shop's own: many cells and hardly a code among them, nor anything that was one. */
function isSomethingElse(cells: readonly string[]): boolean {
  if (cells.length < FEWEST_CELLS) return false;
  const strangers = cells.filter((cell) => {
    const read = parseProductCode(cell);
    return "issue" in read && read.issue === "code.invalid";
  });
  return strangers.length / cells.length > 1 - (1 - SHARE) / 2;
}
