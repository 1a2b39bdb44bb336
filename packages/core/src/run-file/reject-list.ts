import { isError, MillraceError } from "../error.ts";
import { type ObjectStore, readLines } from "../object/index.ts";
import type { Run } from "../run/index.ts";
import { say } from "../sentence/index.ts";
import { decodeCursor, encodeCursor, type Page } from "../shop/list.ts";
import { runKeys } from "./keys.ts";
import { rejectedRows } from "./rejects.ts";
import { parseLine, RejectedRow } from "./row.ts";

/** Reasons that are told apart: ours are some dozens, each for a few fields. Rows with others count in the total alone. */
const MOST_REASONS = 500;

/** Rows read for one page at most; where few of them are wanted a page is short, and another follows. */
const MOST_READ = 20_000;

/** A page's rows stay below it, in characters; Lambda answers 6 MB at most. A row has 32 KiB at most, but where that is why it was rejected. */
const MOST_CHARACTERS = 2_000_000;

/** Beyond the end of any object. */
const END = Number.MAX_SAFE_INTEGER;

/** Why rows of a run were rejected. */
export interface RejectSummary {
  total: number;
  /** Most frequent first; the message is that of the first such row. */
  reasons: { field: string; code: string; message: string; rows: number }[];
  /** The columns that the rows' cells are in. */
  header: string[];
}

/** Why rows were rejected, by field and reason; nothing before the run's file was parsed. */
export async function summarizeRejects(
  { runId, parse }: Run,
  { objects }: { objects: ObjectStore },
): Promise<RejectSummary> {
  if (parse === null) return { total: 0, reasons: [], header: [] };
  const reasons = new Map<string, RejectSummary["reasons"][number]>();
  let total = 0;
  for await (const { field, code, message } of rejectedRows({ objects, runId })) {
    total++;
    const key = JSON.stringify([field, code]);
    const known = reasons.get(key);
    if (known !== undefined) known.rows++;
    else if (reasons.size < MOST_REASONS) reasons.set(key, { field, code, message, rows: 1 });
  }
  return {
    total,
    reasons: [...reasons.values()].toSorted((a, b) => b.rows - a.rows),
    header: parse.header,
  };
}

/**
 * A page of a run's rejected rows, in the order of the file. Where only some are wanted, or rows are long, it may hold fewer than
 * `limit`, though another follows.
 *
 * @throws Input.Invalid where the cursor is none of such a list
 */
export async function listRejects(
  input: {
    run: Run;
    code?: string | undefined;
    field?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
  { objects }: { objects: ObjectStore },
): Promise<Page<RejectedRow>> {
  const { run, code, field, cursor, limit } = input;
  const items: RejectedRow[] = [];
  if (run.parse === null) return { items, nextCursor: null };
  const begin = cursor === undefined ? FIRST : placeOf(cursor);
  let { offset, number } = begin;
  let characters = 0;
  const range = { start: offset, end: END };
  for await (const line of readLines({ objects, key: runKeys.rejected(run.runId), range })) {
    const isFull = items.length === limit || characters > MOST_CHARACTERS;
    if (isFull || number - begin.number === MOST_READ) return { items, nextCursor: cursorAt(offset, number) };
    const row = rowOf(line, number + 1);
    number++;
    offset += Buffer.byteLength(line) + 1;
    if ((code ?? row.code) !== row.code || (field ?? row.field) !== row.field) continue;
    items.push(row);
    characters += line.length;
  }
  return { items, nextCursor: null };
}

const FIRST = { offset: 0, number: 0 };

/** Where a page ends: how many bytes and lines are before the next. */
function cursorAt(offset: number, number: number): string {
  return encodeCursor({ at: offset, id: String(number) });
}

function placeOf(cursor: string): { offset: number; number: number } {
  const { at: offset, id } = decodeCursor(cursor);
  const number = Number(id);
  if ([offset, number].every((part) => Number.isSafeInteger(part) && part >= 0)) return { offset, number };
  throw otherCursor();
}

/** A cursor that was made up can begin in the middle of a line. */
function rowOf(line: string, number: number): RejectedRow {
  try {
    return parseLine(RejectedRow, line, number);
  } catch (error) {
    throw isError(error, "Input.Invalid") ? otherCursor() : error;
  }
}

function otherCursor(): MillraceError {
  return new MillraceError("Input.Invalid", say("request.cursor"));
}
