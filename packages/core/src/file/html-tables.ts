import type { Handler } from "htmlparser2";
import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";
import type { Limits } from "./limits.ts";
import type { SourceRow } from "./table.ts";
import { mailtoAddress } from "./workbook/cell-text.ts";
import { plainNumber } from "./workbook/number-text.ts";
import { type RowBuilder, rowBuilder } from "./workbook/row-builder.ts";

/** A table of a page, or what of it has text. */
export interface HtmlTable {
  /** Its caption; empty without one. */
  readonly name: string;
  readonly rows: readonly SourceRow[];
}

interface Cell {
  text: string;
  /** The number itself, where Excel wrote the page and shows a rounded one. */
  readonly number: string;
  /** The first address it links to. */
  link: string | undefined;
  readonly columns: number;
}

interface OpenTable {
  name: string;
  readonly rows: SourceRow[];
  readonly builder: RowBuilder;
  /** 1-based; 0 before the first. */
  row: number;
  inRow: boolean;
  column: number;
  /** By column: the last row a cell from above reaches into. */
  readonly takenUntil: number[];
  cell: Cell | undefined;
  inCaption: boolean;
}

// Pages nest tables for layout, a handful deep.
const MAX_TABLE_DEPTH = 64;
// Browsers stop at 512; the parser's work for one element grows with the depth it is at.
const MAX_DEPTH = 1_024;
// Rows are held, and one cell of a few bytes can span a thousand columns: as many cells as would take this many bytes each.
const BYTES_PER_CELL = 2;
// The largest spans a browser heeds (HTML standard, 4.9.11).
const MAX_COLUMN_SPAN = 1_000;
const MAX_ROW_SPAN = 65_534;
const EXPONENT = /^-?\d(\.\d+)?E\+\d+$/i;
const UNSEEN: ReadonlySet<string> = new Set(["script", "style", "template", "noscript"]);
const LINE_BREAKS: ReadonlySet<string> = new Set(["br", "p", "div", "li"]);

/**
 * Collects the tables of a page from a parser's events.
 *
 * @param file - its name, for messages
 */
export function htmlTables({ file, limits }: { file: string; limits: Limits }): {
  handler: Partial<Handler>;
  found(): HtmlTable[];
} {
  const tables: OpenTable[] = [];
  const open: OpenTable[] = [];
  let unseen = 0;
  let depth = 0;

  const openTable = () => {
    if (open.length >= MAX_TABLE_DEPTH) {
      throw new MillraceError("LeadFile.Malformed", say("file.tableDepth", { file, most: MAX_TABLE_DEPTH }));
    }
    if (tables.length >= limits.entries) {
      throw new MillraceError("LeadFile.TooLarge", say("file.tables", { file, most: limits.entries }));
    }
    const table: OpenTable = {
      name: "",
      rows: [],
      builder: rowBuilder({ file, limits, maxCells: limits.wholeFileBytes / BYTES_PER_CELL }),
      row: 0,
      inRow: false,
      column: 0,
      takenUntil: [],
      cell: undefined,
      inCaption: false,
    };
    tables.push(table);
    open.push(table);
    return table;
  };
  const write = (text: string) => {
    const table = open.at(-1);
    if (table === undefined || unseen > 0) return;
    if (table.inCaption) table.name += text;
    else if (table.cell !== undefined) table.cell.text += text;
  };

  const handler: Partial<Handler> = {
    onopentag(name, attributes) {
      depth += 1;
      if (depth > MAX_DEPTH) {
        throw new MillraceError("LeadFile.Malformed", say("file.xmlDepth", { file, most: MAX_DEPTH }));
      }
      if (UNSEEN.has(name)) unseen += 1;
      if (name === "table") openTable();
      else if (name === "tr") startRow(open.at(-1) ?? openTable());
      else if (name === "td" || name === "th")
        startCell({ table: open.at(-1) ?? openTable(), attributes, limits });
      else if (name === "caption") setCaption({ table: open.at(-1), inCaption: true });
      else if (LINE_BREAKS.has(name)) write("\n");
      else if (name === "a") {
        const address = mailtoAddress(attributes.href ?? "");
        const cell = open.at(-1)?.cell;
        if (cell !== undefined && address !== undefined) cell.link ??= address;
      }
    },
    // Line ends of the page's source are spaces.
    ontext: (text) => write(text.replace(/\s+/g, " ")),
    onclosetag(name) {
      depth -= 1;
      if (UNSEEN.has(name)) unseen -= 1;
      const table = open.at(-1);
      if (table === undefined) return;
      if (name === "td" || name === "th") endCell(table);
      else if (name === "tr") endRow(table);
      else if (name === "caption") setCaption({ table, inCaption: false });
      else if (name === "table") {
        endRow(table);
        open.pop();
      }
    },
  };
  return {
    handler,
    found: () => {
      for (const table of open.splice(0)) endRow(table);
      return tables
        .filter((table) => table.rows.length > 0)
        .map(({ name, rows }) => ({ name: visibleText(name), rows }));
    },
  };
}

function setCaption({ table, inCaption }: { table: OpenTable | undefined; inCaption: boolean }): void {
  if (table !== undefined) table.inCaption = inCaption;
}

function startRow(table: OpenTable): void {
  endRow(table);
  table.row += 1;
  table.inRow = true;
  table.column = 0;
  table.builder.start(table.row);
}

function endRow(table: OpenTable): void {
  endCell(table);
  if (!table.inRow) return;
  table.inRow = false;
  const row = table.builder.finish();
  if (row !== undefined) table.rows.push(row);
}

function startCell({
  table,
  attributes,
  limits,
}: {
  table: OpenTable;
  attributes: Readonly<Record<string, string>>;
  limits: Limits;
}): void {
  if (!table.inRow) startRow(table);
  endCell(table);
  while ((table.takenUntil[table.column] ?? 0) >= table.row) table.column += 1;
  const columns = span({ written: attributes.colspan, most: MAX_COLUMN_SPAN });
  const rows = span({ written: attributes.rowspan, most: MAX_ROW_SPAN });
  // Beyond the columns a table of leads may have, cells need not stand exactly.
  const last = Math.min(table.column + columns, limits.columns);
  for (let column = table.column; rows > 1 && column < last; column += 1) {
    table.takenUntil[column] = table.row + rows - 1;
  }
  table.cell = { text: "", number: attributes["x:num"] ?? "", link: undefined, columns };
}

function endCell(table: OpenTable): void {
  const { cell } = table;
  if (cell === undefined) return;
  table.cell = undefined;
  table.builder.nextCell({ column: table.column, row: undefined });
  table.builder.put(cellText(cell));
  table.column += cell.columns;
}

function cellText({ text, number, link }: Cell): string {
  const shown = visibleText(text);
  if (EXPONENT.test(shown) && number !== "") return plainNumber(Number(number));
  return shown === "" ? (link ?? "") : shown;
}

/** Text as a browser shows it: white space runs are one space, lines are trimmed. */
function visibleText(text: string): string {
  return text
    .replace(/[ \u00a0]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
}

function span({ written, most }: { written: string | undefined; most: number }): number {
  const value = Number.parseInt(written ?? "1", 10);
  return value >= 1 ? Math.min(value, most) : 1;
}
