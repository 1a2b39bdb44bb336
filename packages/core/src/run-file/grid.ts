import type { BatchState, BatchStatus, RunStore } from "../run/index.ts";
import { batchIdOf, indexOfBatch } from "./keys.ts";

/** Statuses read at once: some milliseconds on one machine, and a page of DynamoDB's. */
const READ_AT_ONCE = 5_000;

/** What each status is written as; a batch without a record is a dot. */
export const GRID_LETTERS: Record<BatchStatus, string> = { COMPLETED: "C", FAILED: "F", PENDING: "P" };
const codeOf = (letter: string) => letter.charCodeAt(0);
const NONE = codeOf(".");
const COMPLETED = codeOf(GRID_LETTERS.COMPLETED);

/** A part of a run's grid: a letter a batch, from the batch at place `from` on. */
export interface GridPiece {
  from: number;
  text: string;
}

interface Source {
  runs: Pick<RunStore, "batchStatuses">;
  runId: string;
}

/**
 * How the batches of a run stand, a letter each in the order of the file: C completed, F failed, P waiting, . no record yet.
 *
 * @param input.from - the place of the first, from 0
 * @param input.to - the place after the last
 */
export async function readGrid(input: Source & { from: number; to: number }): Promise<string> {
  const { from, to } = input;
  if (to <= from) return "";
  const letters = Buffer.alloc(to - from, NONE);
  for (let next = from; next < to; ) {
    const limit = Math.min(READ_AT_ONCE, to - next);
    const states = await statesFrom(input, next, limit);
    for (const { batchId, status } of states) {
      const place = indexOfBatch(batchId);
      if (place < to) letters[place - from] = codeOf(GRID_LETTERS[status]);
    }
    const last = states.at(-1);
    if (last === undefined || states.length < limit) break;
    next = indexOfBatch(last.batchId) + 1;
  }
  return letters.toString("latin1");
}

/** Follows a run's grid. */
export interface GridWatch {
  /** What has changed since it was asked last; the first time, everything. */
  changes(): Promise<GridPiece[]>;
}

/** So many batches are read again as long as one of them is not completed. */
const CHUNK = 1_000;

/** Changes with no more than so many unchanged places between them are told as one: a piece has some dozens of letters of its own. */
const GAP = 40;

/**
 * Follows the grid of a run with `all` batches. What is completed stays so, and is not read again: following a run costs by the batches
 * that are open, not by those it has.
 *
 * @param input.most - letters of one piece
 */
export function watchGrid(input: Source & { all: number; most: number }): GridWatch {
  const { all, most } = input;
  const letters = Buffer.alloc(all, NONE);
  const open = new Set(Array.from({ length: Math.ceil(all / CHUNK) }, (_, chunk) => chunk));
  let isFirst = true;

  /** Reads a chunk; false where no record follows. */
  async function read(chunk: number, changed: number[]): Promise<boolean> {
    const start = chunk * CHUNK;
    const end = Math.min(start + CHUNK, all);
    const states = await statesFrom(input, start, CHUNK);
    for (const { batchId, status } of states) {
      const place = indexOfBatch(batchId);
      const letter = codeOf(GRID_LETTERS[status]);
      // Where a chunk has gaps these are of later ones, too: all that there are, if they are few.
      if (place >= all || letters[place] === letter) continue;
      letters[place] = letter;
      changed.push(place);
    }
    if (letters.subarray(start, end).every((letter) => letter === COMPLETED)) open.delete(chunk);
    return states.length === CHUNK;
  }

  return {
    async changes() {
      const changed: number[] = [];
      for (const chunk of open) if (!(await read(chunk, changed))) break;
      const stretches = isFirst ? [{ from: 0, to: all }] : stretchesOf(changed);
      isFirst = false;
      return stretches
        .flatMap((stretch) => cut(stretch, most))
        .map(({ from, to }) => ({ from, text: letters.subarray(from, to).toString("latin1") }));
    },
  };
}

function statesFrom({ runs, runId }: Source, place: number, limit: number): Promise<BatchState[]> {
  return runs.batchStatuses({ runId, after: batchIdOf(place), limit });
}

interface Stretch {
  from: number;
  to: number;
}

function stretchesOf(places: number[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const place of places.toSorted((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (last !== undefined && place - last.to <= GAP) last.to = place + 1;
    else stretches.push({ from: place, to: place + 1 });
  }
  return stretches;
}

function cut({ from, to }: Stretch, most: number): Stretch[] {
  // A grid without batches is told as well.
  return Array.from({ length: Math.max(1, Math.ceil((to - from) / most)) }, (_, n) => ({
    from: from + n * most,
    to: Math.min(to, from + (n + 1) * most),
  }));
}
