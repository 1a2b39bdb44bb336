import { isBlank } from "./row.ts";
import type { SourceRow } from "./table.ts";

/** What the first rows of a sheet say about its columns. */
export interface Header {
  /** Row of the header (the lower one of two lines); null when there is none. */
  row: number | null;
  /** Column names. */
  names: string[];
  /** The first row that is neither preamble nor header. */
  dataFrom: number;
  /** Rows right below the header that name the columns again, in other words. */
  secondary: ReadonlySet<number>;
  /** How far it can be trusted that the sheet is one of leads. */
  evidence: "names" | "addresses" | "shape" | "none";
}

type Recognise = (cells: string[]) => number;

// A name longer than this is a sentence.
const LONGEST_NAME = 120;

// A row whose names are not known is of data when more than one cell in five is: a header may have a column "2024".
const DATA_SHARE = 0.2;

/**
 * Finds the header among the first rows of a sheet: the row with the most known column names; where names are not known,
 * the first row as wide as the table if it differs from the rows below as a header does.
 *
 * @param head - the first rows, blank ones left out
 * @param recognise - how many of the cells are known column names; below zero for a row that can only be of data
 */
export function findHeader(head: readonly SourceRow[], recognise: Recognise): Header {
  const width = usualWidth(head);
  const start = firstOfTable(head, width);
  const named = mostKnown(head, recognise);
  if (named !== undefined && !head.slice(0, named.at).some((row) => isLeadAbove(row, named.cells)))
    return headerAt({ head, at: named.at, names: named.cells, recognise, evidence: "names" });
  const first = head[start];
  if (first === undefined)
    return { row: null, names: [], dataFrom: 1, secondary: new Set(), evidence: "none" };
  const below = head.slice(start + 1).map(({ cells }) => cells);
  const evidence = below.some((cells) => cells.some(hasAddress)) ? "addresses" : "shape";
  if (isHeaderOf(first.cells, below, recognise))
    return headerAt({ head, at: start, names: first.cells, recognise, evidence });
  const columns = Math.max(...head.map(({ cells }) => cells.length));
  return {
    row: null,
    names: Array.from({ length: columns }, (_, at) => `Column ${at + 1}`),
    dataFrom: first.row,
    secondary: new Set(),
    evidence: evidence === "addresses" || first.cells.some(hasAddress) ? "addresses" : "none",
  };
}

function headerAt({
  head,
  at,
  names,
  recognise,
  evidence,
}: {
  head: readonly SourceRow[];
  at: number;
  names: string[];
  recognise: Recognise;
  evidence: Header["evidence"];
}): Header {
  const row = head[at]?.row ?? 1;
  const secondary = new Set<number>();
  for (const next of head.slice(at + 1)) {
    const known = recognise(next.cells);
    if (known < 2 || known * 2 < filled(next.cells).length || dataShare(next.cells) > 0) break;
    secondary.add(next.row);
  }
  return { row, names: [...names], dataFrom: row + 1, secondary, evidence };
}

/** The row with two known names or more, and the most; two lines are taken as one where that makes more. */
function mostKnown(head: readonly SourceRow[], recognise: Recognise) {
  let best: { at: number; cells: string[]; known: number } | undefined;
  const offer = (at: number, cells: string[]) => {
    const data = filled(cells).filter(isData);
    if (data.some(isAddress)) return;
    const known = recognise(cells);
    if (known >= 2 && known > data.length && known > (best?.known ?? 0)) best = { at, cells, known };
  };
  for (const [at, { cells }] of head.entries()) offer(at, cells);
  for (const [at, { cells }] of head.entries()) {
    const upper = head[at - 1]?.cells;
    if (upper !== undefined && [upper, cells].every((row) => dataShare(row) === 0 && recognise(row) >= 0))
      offer(at, joinedLines(upper, cells));
  }
  return best;
}

function joinedLines(upper: string[], lower: string[]): string[] {
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, at) =>
    `${upper[at] ?? ""} ${lower[at] ?? ""}`.trim(),
  );
}

/** A row above the header that is no preamble: it has an address and nearly as many cells as the header. */
function isLeadAbove({ cells }: SourceRow, header: string[]): boolean {
  return cells.some(isAddress) && filled(cells).length >= filled(header).length * 0.75;
}

function usualWidth(head: readonly SourceRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of head) {
    const width = widthOf(cells);
    counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  return [...counts].reduce(
    ([width, count], [otherWidth, otherCount]) =>
      otherCount > count || (otherCount === count && otherWidth > width)
        ? [otherWidth, otherCount]
        : [width, count],
    [0, 0],
  )[0];
}

/** The first row at least half as wide as most, or with an address; titles and dates above a table are narrow. */
function firstOfTable(head: readonly SourceRow[], width: number): number {
  const least = width <= 1 ? 1 : Math.max(2, Math.ceil(width / 2));
  const at = head.findIndex(
    ({ cells }) =>
      cells.some(isAddress) || (widthOf(cells) >= least && filled(cells).length >= Math.min(2, least)),
  );
  return Math.max(0, at);
}

/** Whether a row with one known name at most is the header of those below it. */
function isHeaderOf(cells: string[], below: string[][], recognise: Recognise): boolean {
  const names = filled(cells);
  if (names.some(hasAddress) || recognise(cells) < 0) return false;
  const others = below.filter((row) => row.some((cell, at) => cell !== cells[at]));
  const columns = Array.from({ length: widthOf(cells) + 1 }, (_, at) => ({
    name: cells[at] ?? "",
    values: filled(others.map((row) => row[at] ?? "")),
  }));
  if (columns.some(({ name, values }) => recognise([name]) > 0 && isMostly(values, isAddress))) return true;
  if (dataShare(cells) > DATA_SHARE || names.some((name) => name.length > LONGEST_NAME)) return false;
  // Where cells are mostly numbers, dates or addresses, a header has a name over some of them.
  const valued = columns.filter(({ values }) => isMostly(values, isData));
  if (valued.length > 0) return valued.some(({ name }) => !isBlank([name]));
  // All is text: a name is not among its own values.
  return !columns.some(({ name, values }) => values.includes(name));
}

function isMostly(values: string[], test: (cell: string) => boolean): boolean {
  return values.length > 0 && values.filter(test).length * 2 >= values.length;
}

function filled(cells: readonly string[]): string[] {
  return cells.filter((cell) => !isBlank([cell]));
}

function widthOf(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => !isBlank([cell])) + 1;
}

function dataShare(cells: readonly string[]): number {
  const all = filled(cells);
  return all.length === 0 ? 0 : all.filter(isData).length / all.length;
}

/** A cell that would hardly be a name: an address, or mostly digits. */
function isData(cell: string): boolean {
  const text = cell.trim();
  if (isAddress(text) || /^https?:\/\//i.test(text)) return true;
  const digits = text.replace(/\D/g, "").length;
  return digits * 2 > text.replace(/\s/g, "").length;
}

/** An e-mail address and nothing else. */
function isAddress(cell: string): boolean {
  return /^[^\s@,;<>]{1,64}@[^\s@,;<>]{1,255}$/.test(cell.trim());
}

/** An e-mail address anywhere in the cell. */
function hasAddress(cell: string): boolean {
  return /[^\s@]@[^\s@]{1,255}?\.[^\s@]/.test(cell);
}
