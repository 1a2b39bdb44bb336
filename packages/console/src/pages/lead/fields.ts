import type { LeadField } from "../../api/views.ts";
import type { PlainKey } from "../../i18n/i18n.ts";

/** A lead's fields in the order they are shown, with their labels. */
export const FIELDS: readonly { field: LeadField; key: PlainKey }[] = [
  { field: "firstName", key: "field.firstName" },
  { field: "lastName", key: "field.lastName" },
  { field: "title", key: "field.title" },
  { field: "company", key: "field.company" },
  { field: "email", key: "field.email" },
  { field: "phone", key: "field.phone" },
  { field: "remarks", key: "field.remarks" },
];
