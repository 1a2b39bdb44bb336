import { LEAD_FIELDS, type LeadField, type LeadFields } from "./fields.ts";

/** The fields in which two states of a lead differ. */
export function changedFields(before: LeadFields, after: LeadFields): LeadField[] {
  return LEAD_FIELDS.filter((field) => before[field] !== after[field]);
}
