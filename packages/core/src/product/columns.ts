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
  /^(amazon )?asins?\d?$|^asin (code|number|nr|no)$|^(child|product|amazon|item|codigo|code) asin$|^amazon (id|identifier|url|link)$/,
  /\bisbns?( ?1[03])?\b/,
  /\b(gtins?|eans?|upcs?)( ?(a|e|8|1[234]))?\b|\bglobal trade item\b/,
  /\b(bar ?codes?|cod(igos?|s)?( de)? ?barras?|codic[ei] a barre|code( a)? ?barres?|gencode?s?|strich ?codes?|streepjescode|jan( ?code)?)\b/,
  /\b(barkod\w*|streck ?kod|stregkode|strekkode|viivakoodi|kod kreskowy|c(i?)arovy kod|vonal ?kod|cod(ul)? de bare|kode batang|ma vach)\b|штрих ?код|баркод|γραμμωτο|ברקוד|باركود|ハーコート|janコート|바코드|[条條]形?[码碼]/u,
  /^(external |standard )?product ?(id|code|identifier)s?$|^(codigo|code|id) (de |del |du )?(producto|produto|produit)$|^artikelcode$|^asins? or upcs?$/,
];

/** Where among {@link CODE_NAMES} the names of UPCs and EANs are. */
const GTIN_RANKS = new Set([2, 3, 4]);

/** Somebody else's code: of the parent of variations, of a competitor's product. */
const ANOTHERS = /\b(parent|padre|pai|variation|competitor|related|type|tipo|typ)\b/;

/** Names of columns that catalogs have beside their codes: they show which row is the header. */
const OTHER_NAMES =
  /^(sku|seller sku|item|article|artikel|articulo|artigo|articolo|product|producto|produto|produit|produkt|prodotto|name|nombre|nome|nom|title|titulo|titre|titel|titolo|description|descripcion|descricao|beschreibung|descrizione|brand|marca|marque|marke|manufacturer|fabricante|hersteller|price|precio|preco|prix|preis|prezzo|cost|costo|coste|custo|kosten|quantity|qty|cantidad|quantidade|quantite|menge|quantita|stock|category|categoria|categorie|kategorie|supplier|proveedor|fornecedor|fournisseur|lieferant|fornitore|currency|moneda|moeda|weight|peso|color|colour|size|talla|url|link|image|imagen|notes|notas)\b/;

/** A check digit fits one number in ten by chance; among so many cells more than half never do. */
const FEWEST_CELLS = 4;
const SHARE = 0.6;

/** An ASIN as Amazon gives them out; a shop's own numbers may look like one with another beginning. */
const AMAZONS_OWN = /^B[0T]/;
/** Of a UPC-A without its zero, and of all that are longer. */
const LONG = /^\d{11,}$/;

/**
 * How many of a row's cells are names that catalogs have: for `openTable`, which looks for the header by it.
 *
 * @returns -1 for a row with a cell that is certainly a product's code: it is no header
 * @example
 * const table = await openTable({ source, recognise: recogniseCatalogHeader });
 */
export function recogniseCatalogHeader(cells: readonly string[]): number {
  if (cells.some(isCertain)) return -1;
  return cells.filter((cell) => {
    const name = folded(cell);
    return rankOf(name) !== null || OTHER_NAMES.test(name);
  }).length;
}

/**
 * The columns that hold product codes, the one to be asked first at first: by their names, and by what is in them where no
 * name says so.
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
    share: shareOf(cellsOf(sample, index), width),
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
    .replace(/(\p{Ll})(\p{Lu})|(\p{Lu})(\p{Lu}\p{Ll}{2})/gu, "$1$3 $2$4")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function cellsOf(sample: CatalogHead["sample"], index: number): string[] {
  return sample.map((cells) => cells[index] ?? "").filter((cell) => !isPlaceholder(cell));
}

/** The shares of cells that are codes, and that are Amazon's own. */
function shareOf(cells: readonly string[], width: number): { codes: number; asins: number } {
  if (cells.length === 0) return { codes: 0, asins: 0 };
  const read = cells
    .map((cell) => parseProductCode(cell))
    .filter((code) => "code" in code)
    .filter(({ code }) => AMAZONS_OWN.test(code) || !code.startsWith("B"));
  const asins = read.filter(({ code }) => AMAZONS_OWN.test(code)).length / cells.length;
  const codes = read.length / cells.length;
  // Few cells have to be codes all of them, in a file of nothing else or by more than chance.
  const isAll = read.length === cells.length;
  const isMoreThanChance =
    (cells.length > 1 && cells.every(isCertain)) || read.every(({ kind }) => kind === "isbn13");
  const areFew = cells.length < FEWEST_CELLS;
  return { asins, codes: areFew && !(isAll && (width === 1 || isMoreThanChance)) ? asins : codes };
}

/** True for a code that nothing else looks like: Amazon's own, or a long number whose check digit fits. */
function isCertain(cell: string): boolean {
  const read = parseProductCode(cell);
  if ("issue" in read) return false;
  return read.kind === "asin" ? AMAZONS_OWN.test(read.code) : LONG.test(cell.replace(/\D/g, ""));
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
