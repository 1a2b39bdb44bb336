import { type CountryCode, getCountries, isSupportedCountry } from "libphonenumber-js/max";
import * as z from "zod";

/** The fields of a lead, in the order they are exported. */
export const LEAD_FIELDS = [
  "firstName",
  "lastName",
  "title",
  "company",
  "email",
  "phone",
  "remarks",
] as const;

export type LeadField = (typeof LEAD_FIELDS)[number];

/** Every field of a lead; the empty string means none. */
export const LeadFields = z.record(z.enum(LEAD_FIELDS), z.string());
export type LeadFields = z.infer<typeof LeadFields>;

/**
 * What a column can be mapped to, by itself or by `--map COLUMN=target`: a field of the lead; a part that goes
 * into one (`fullName`, `middleName`, `honorific`, `nameSuffix`); `country`, which reads phone numbers;
 * `otherPerson` (an owner, an assistant, a manager: kept in the remarks, never searched for the lead's own
 * address); `ignore`, which is dropped.
 */
export const COLUMN_TARGETS = [
  ...LEAD_FIELDS,
  "fullName",
  "middleName",
  "honorific",
  "nameSuffix",
  "country",
  "otherPerson",
  "ignore",
] as const;

export type ColumnTarget = (typeof COLUMN_TARGETS)[number];

/** ISO 3166-1 alpha-2, of the countries whose phone numbers can be read. */
export const Country = z.custom<CountryCode>(
  (value) => typeof value === "string" && isSupportedCountry(value),
);
export type Country = z.infer<typeof Country>;

/** All of them, in order of their letters. */
export const COUNTRIES: readonly Country[] = getCountries().toSorted();
