import * as z from "zod";
import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";

/** Rows of a page where nobody says how many, and at most. */
export const PAGE_SIZE = { default: 25, most: 100 } as const;

/** Which page of a list: as a query string gives it. */
export const PageQuery = z.object({
  /** What the page before ended with; none for the first. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_SIZE.most).default(PAGE_SIZE.default),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A part of a list. */
export interface Page<Item> {
  items: Item[];
  /** Asks for the next page; null at the end. */
  nextCursor: string | null;
}

const Position = z.tuple([z.number(), z.string()]);

/** Where a page ends: the time and id of its last row. Opaque to those who pass it on. */
export function encodeCursor(position: { at: number; id: string }): string {
  return Buffer.from(JSON.stringify([position.at, position.id])).toString("base64url");
}

/** @throws Input.Invalid where it is no cursor of {@link encodeCursor} */
export function decodeCursor(cursor: string): { at: number; id: string } {
  try {
    const [at, id] = Position.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { at, id };
  } catch {
    throw new MillraceError("Input.Invalid", say("request.cursor"));
  }
}

/**
 * The page of rows that were read with one more than asked for, which tells whether another page follows.
 *
 * @param input.position - where a row stands in the list
 */
export function pageOf<Row, Item>(input: {
  rows: Row[];
  limit: number;
  item: (row: Row) => Item;
  position: (row: Row) => { at: number; id: string };
}): Page<Item> {
  const { rows, limit, item, position } = input;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return { items: shown.map(item), nextCursor: isMore ? encodeCursor(position(last)) : null };
}
