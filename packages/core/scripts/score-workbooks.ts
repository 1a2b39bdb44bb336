/**
 * Scores the workbook readers against Excel's own CSV of each sheet: `node packages/core/scripts/score-workbooks.ts`.
 *
 * Cell F1 per sheet: the cells with text, as a multiset, against the gold's; white space is evened out and numbers are compared by their value to four
 * digits, because a CSV has what Excel showed. A file's score is the mean of its sheets, 0 when it cannot be read. Then every other workbook of the corpora is
 * opened and read to its end: what is no named error is printed as a crash.
 */
import { globSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { TextDecoder } from "node:util";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import { MillraceError } from "../src/error.ts";
import { DEFAULT_LIMITS } from "../src/file/limits.ts";
import { fileSource } from "../src/file/source.ts";
import type { Workbook } from "../src/file/table.ts";
import { openLegacyWorkbook, openXlsx } from "../src/file/workbook/index.ts";
import { CORPORA, printScored, type Scored, shareOf } from "./scored.ts";

const Gold = z.array(z.object({ id: z.string(), sheets: z.array(z.number()) }));

const workbooks = join(CORPORA, "xlsx");

export async function score(): Promise<Scored[]> {
  return [await againstGold(), await oddities()];
}

async function againstGold(): Promise<Scored> {
  const gold = Gold.parse(JSON.parse(readFileSync(join(workbooks, "gold-core.json"), "utf8")));
  const scores: { id: string; score: number; reason: string }[] = [];
  for (const { id, sheets } of gold) {
    const folder = join(workbooks, "gold", id);
    try {
      const read = await cellsBySheet(join(folder, `file${extname(id).toLowerCase()}`));
      const each = sheets.map((index) =>
        f1({ gold: goldCells(join(folder, `${index}.csv`)), read: read[index] ?? [] }),
      );
      scores.push({ id, score: mean(each), reason: "" });
    } catch (error) {
      scores.push({ id, score: 0, reason: error instanceof Error ? `${error.name}: ${error.message}` : "" });
    }
  }
  const worst = scores.filter((one) => one.score < 1).toSorted((a, b) => a.score - b.score);
  return {
    what: "workbooks: cells, F1 by sheet",
    cases: scores.length,
    score: mean(scores.map((one) => one.score)),
    misses: worst.map((one) => `${one.score.toFixed(3)}  ${one.id}  ${one.reason}`),
  };
}

/** Odd workbooks: each is read to its end, or refused by a named error. */
async function oddities(): Promise<Scored> {
  const misses: string[] = [];
  const files = globSync("{calamine,exceljs}/**/*.{xls,xlsx,xlsm,xlsb,ods}", { cwd: workbooks });
  for (const path of files) {
    try {
      await cellsBySheet(join(workbooks, path));
    } catch (error) {
      if (!(error instanceof MillraceError)) misses.push(`${basename(path)}: ${String(error)}`);
    }
  }
  return {
    what: "workbooks: odd ones read, or refused by name",
    cases: files.length,
    score: shareOf({ cases: files.length, wrong: misses.length }),
    misses,
  };
}

async function cellsBySheet(path: string): Promise<string[][]> {
  const found: string[][] = [];
  for (const sheet of (await open(path)).sheets) {
    const cells: string[] = [];
    for await (const row of sheet.rows()) cells.push(...row.cells);
    found.push(comparable(cells));
  }
  return found;
}

async function open(path: string): Promise<Workbook> {
  const source = await fileSource(path);
  const isArchive = readFileSync(path).subarray(0, 2).toString("latin1") === "PK";
  return isArchive
    ? openXlsx({ source, limits: DEFAULT_LIMITS })
    : openLegacyWorkbook({ source, limits: DEFAULT_LIMITS, format: "xls" });
}

/** Excel on a Macintosh wrote some of the files. */
function goldCells(path: string): string[] {
  const bytes = readFileSync(path);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("macintosh").decode(bytes);
  }
  const rows: string[][] = parse(text, {
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ["\r\n", "\n", "\r"],
  });
  return comparable(rows.flat());
}

function comparable(cells: readonly string[]): string[] {
  return cells
    .map((cell) => {
      const text = cell.replace(/\s+/g, " ").trim();
      const number = text.replace(/[, $%€£()]/g, "");
      return /^-?\d*\.?\d+(e[+-]?\d+)?$/i.test(number) ? `#${Number(Number(number).toPrecision(4))}` : text;
    })
    .filter((cell) => cell !== "");
}

function f1({ gold, read }: { gold: readonly string[]; read: readonly string[] }): number {
  if (gold.length + read.length === 0) return 1;
  const left = new Map<string, number>();
  for (const cell of gold) left.set(cell, (left.get(cell) ?? 0) + 1);
  let same = 0;
  for (const cell of read) {
    const count = left.get(cell) ?? 0;
    if (count > 0) same += 1;
    left.set(cell, count - 1);
  }
  return (2 * same) / (gold.length + read.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}

if (import.meta.main) await printScored(score);
