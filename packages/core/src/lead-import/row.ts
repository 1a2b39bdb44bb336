import * as z from "zod";
import { Issue, LEAD_FIELDS, LeadFields, RawLead } from "../lead/index.ts";

/** A line of `rows.jsonl`: a row that speaks for its lead, as the file has it. */
export const LeadRow = z.object({ row: z.number(), leadId: z.string(), raw: RawLead });
export type LeadRow = z.infer<typeof LeadRow>;

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
