import * as z from "zod";
import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";

/** A line of `rejected.jsonl`: a row that identifies nothing, with its cells as they stand in the file. */
export const RejectedRow = z.object({
  row: z.number(),
  code: z.string(),
  field: z.string(),
  message: z.string(),
  cells: z.array(z.string()),
});
export type RejectedRow = z.infer<typeof RejectedRow>;

/**
 * The lines of a JSON Lines text, each checked.
 *
 * @throws Input.Invalid naming the line: its contents are personal data, and stay out of the message
 */
export function parseLines<Line>(schema: z.ZodType<Line>, text: string): Line[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line, index) => parseLine(schema, line, index + 1));
}

/** One line of a JSON Lines text. @throws Input.Invalid naming the line */
export function parseLine<Line>(schema: z.ZodType<Line>, line: string, number: number): Line {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    throw new MillraceError("Input.Invalid", say("run.rows", { line: number }));
  }
}
