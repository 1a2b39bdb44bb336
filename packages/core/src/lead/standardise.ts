import * as z from "zod";
import { type Country, LEAD_FIELDS, type LeadField, type LeadFields } from "./fields.ts";
import type { RawLead } from "./raw.ts";

/** Something about a row that its uploader should know. The message holds no personal data. */
export const Issue = z.object({
  code: z.string(),
  field: z.enum(LEAD_FIELDS).or(z.literal("")),
  message: z.string(),
});
export type Issue = z.infer<typeof Issue>;

/** A lead as the rules made it out of a row. */
export interface StandardisedLead {
  fields: LeadFields;
  /** The rule or column that gave each filled field: "rule:name.lastComma", "column:E-Mail". */
  by: Partial<Record<LeadField, string>>;
  issues: Issue[];
  /** Fields the rules could not settle: a model may be asked. */
  unsettled: LeadField[];
}

export function standardise({ raw }: { raw: RawLead; country: Country | null }): StandardisedLead {
  const fields: LeadFields = {
    firstName: "",
    lastName: "",
    title: "",
    company: "",
    email: "",
    phone: "",
    remarks: "",
  };
  for (const cell of raw)
    if (cell.target && cell.target in fields) fields[cell.target as LeadField] ||= cell.text;
  return { fields, by: {}, issues: [], unsettled: [] };
}

export function identify({
  raw,
}: {
  raw: RawLead;
  tenantId: string;
  country: Country | null;
}): { leadId: string; email: string } | { rejected: Issue } {
  return { leadId: "", email: raw.find((cell) => cell.target === "email")?.text ?? "" };
}
