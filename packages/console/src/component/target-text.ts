import type { PlainKey, Say } from "../i18n/i18n.ts";
import { FIELDS } from "../pages/lead/fields.ts";

const LABELS: Readonly<Record<string, PlainKey>> = {
  ...Object.fromEntries(FIELDS.map(({ field, key }) => [field, key])),
  fullName: "target.fullName",
  middleName: "target.middleName",
  honorific: "target.honorific",
  nameSuffix: "target.nameSuffix",
  country: "target.country",
  otherPerson: "target.otherPerson",
  ignore: "target.ignore",
};

/** What a column of a file can be taken for, in words. */
export function targetText(target: string, t: Say): string {
  const key = LABELS[target];
  return key === undefined ? target : t(key);
}
