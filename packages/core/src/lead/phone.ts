import type { CountryCode } from "libphonenumber-js/max";

export type { CountryCode };

export type PhoneIssue = "phone.invalid" | "phone.needsArea" | "phone.damaged";

export interface PhoneInput {
  text: string;
  /** Country of numbers written without a country code; null: only international numbers resolve. */
  country: CountryCode | null;
  /** Countries whose national form is tried when the default country's fails. */
  extraCountries?: readonly CountryCode[];
}

export interface ParsedPhone {
  /** E.164 (`+573001234567`), or empty. */
  e164: string;
  /** Further numbers of the same cell, E.164. */
  others: string[];
  certain: boolean;
  issue?: PhoneIssue;
  rule: string;
}

/** The phone numbers of a cell. */
export function parsePhone(input: PhoneInput): ParsedPhone {
  return { e164: input.text, others: [], certain: false, rule: "phone.skeleton" };
}
