import * as z from "zod";
import { MillraceError } from "../error.ts";
import { Issue, LEAD_FIELDS, LeadFields, RawLead } from "../lead/index.ts";

/** A line of `rows.jsonl`: a row that speaks for its lead, as the file has it. */
export const LeadRow = z.object({ row: z.number(), leadId: z.string(), raw: RawLead });
export type LeadRow = z.infer<typeof LeadRow>;

/** A line of `rejected.jsonl`: a row that identifies nobody, with its cells as they stand in the file. */
export const RejectedRow = z.object({
  row: z.number(),
  code: z.string(),
  field: z.string(),
  message: z.string(),
  cells: z.array(z.string()),
});
export type RejectedRow = z.infer<typeof RejectedRow>;

/** A line of `standardised/{batchId}.jsonl`. */
export const StandardisedRow = z.object({
  row: z.number(),
  leadId: z.string(),
  fields: LeadFields,
  by: z.partialRecord(z.enum(LEAD_FIELDS), z.string()),
  issues: z.array(Issue),
  modelKey: z.string().nullable(),
});
export type StandardisedRow = z.infer<typeof StandardisedRow>;

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
    throw new MillraceError("Input.Invalid", `line ${number} of the run's stored rows cannot be read`);
  }
}
