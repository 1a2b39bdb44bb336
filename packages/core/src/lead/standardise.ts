import { createHash } from "node:crypto";
import { say } from "../sentence/index.ts";
import { isHonorific } from "./columns/content.ts";
import { readHeader } from "./columns/header.ts";
import { countryOf } from "./country.ts";
import { type Draft, emptyDraft, type Issue, leave, type StandardisedLead } from "./draft.ts";
import { emailsIn } from "./email.ts";
import { type Country, LEAD_FIELDS } from "./fields.ts";
import { leadIdOf } from "./identity.ts";
import { type ParsedPhone, parsePhone } from "./phone.ts";
import { isPlaceholder } from "./placeholder.ts";
import type { RawCell, RawLead } from "./raw.ts";
import { cellsOf, rowCells } from "./row-cells.ts";
import { emailOfRow, mayHoldEmail } from "./row-email.ts";
import { type CellPart, settleName } from "./row-name.ts";
import { cleanCompany, cleanTitle, collapseSpace } from "./text.ts";

/** Fewer digits end alike by chance. */
const MIN_SAME_DIGITS = 7;

// Said once: a file may have a million of them.
const NO_EMAIL = say("email.invalid");
const NO_PHONE = say("phone.invalid");
const PHONE_PROBLEMS: ReadonlyMap<string, string> = new Map([
  ["phone.needsArea", say("phone.needsArea")],
  ["phone.damaged", say("phone.damaged")],
]);

/**
 * Makes a lead out of a row by rules alone: pure, the same for the same row, and the same again for its own result. Nothing
 * a row says is lost: what fits no field, or cannot be used, stands in the remarks under its column's name.
 *
 * @param country - of numbers without a country code where no column names one; null: such numbers cannot be read
 * @example
 * standardise({ raw: [{ header: "E-Mail", target: "email", text: "<Jane@Example.com>" }], country: "CO" }).fields.email;
 * // "jane@example.com"
 */
export function standardise({ raw, country }: { raw: RawLead; country: Country | null }): StandardisedLead {
  const draft = emptyDraft(raw);
  const beside = settleEmail(draft);
  const isNumber = settlePhone({ draft, country, beside });
  settleText({ draft, field: "company", clean: cleanCompany });
  settleText({ draft, field: "title", clean: cleanTitle });
  settleName({ draft, displayName: isNumber ? null : beside });
  settleRemarks(draft);
  const { fields, by, issues, unsettled } = draft;
  return { fields, by, issues, unsettled };
}

/** @returns what stood beside the address: a name, a number, a label */
function settleEmail(draft: Draft): CellPart | null {
  const found = emailOfRow(draft);
  if (found) {
    draft.fields.email = found.email;
    draft.by.email = `column:${found.cell.header}`;
  }
  let beside: CellPart | null = null;
  let isUnusable = false;
  for (const cell of cellsOf({ cells: draft.cells, target: "email" })) {
    const { emails, rest } = emailsIn(cell.text);
    for (const email of emails) if (email !== draft.fields.email) leave({ draft, cell, text: email });
    if (rest === "") continue;
    if (emails.length > 0 && beside === null) {
      beside = { cell, text: rest };
      continue;
    }
    leave({ draft, cell, text: emails.length > 0 ? rest : cell.text });
    isUnusable ||= emails.length === 0;
  }
  if (isUnusable) draft.issues.push({ code: "email.invalid", field: "email", message: NO_EMAIL });
  return beside;
}

/** @returns whether what stood beside the e-mail is the lead's number */
function settlePhone({
  draft,
  country,
  beside,
}: {
  draft: Draft;
  country: Country | null;
  beside: CellPart | null;
}): boolean {
  const cells = cellsOf({ cells: draft.cells, target: "phone" });
  if (cells.length === 0 && beside === null) return false;
  const named = cellsOf({ cells: draft.cells, target: "country" }).map(({ text }) => countryOf(text));
  const own = named.find((one) => one !== null) ?? country;
  for (const cell of cells) {
    if (isPlaceholder(cell.text) || isOwnEmail(draft, cell)) continue;
    if (draft.fields.phone !== "") {
      if (!isSameNumber(cell.text, draft.fields.phone)) leave({ draft, cell });
      continue;
    }
    const { issue } = readPhone({ draft, cell, text: cell.text, country: own });
    if (draft.fields.phone !== "") continue;
    const code = issue ?? "phone.invalid";
    draft.issues.push({ code, field: "phone", message: PHONE_PROBLEMS.get(code) ?? NO_PHONE });
    leave({ draft, cell });
  }
  if (draft.fields.phone !== "" || beside === null) return false;
  readPhone({ draft, ...beside, country: own });
  return draft.fields.phone !== "";
}

function readPhone({
  draft,
  cell,
  text,
  country,
}: {
  draft: Draft;
  cell: RawCell;
  text: string;
  country: Country | null;
}): ParsedPhone {
  const phone = parsePhone({ text, country });
  if (phone.e164 === "") return phone;
  draft.fields.phone = phone.e164;
  draft.by.phone = `rule:${phone.rule}`;
  for (const other of phone.others) leave({ draft, cell, text: other });
  if (phone.extension !== undefined) leave({ draft, cell, text: phone.extension, header: "Extension" });
  return phone;
}

/** Digits of a number as people write it, against the same number in E.164. */
function isSameNumber(text: string, e164: string): boolean {
  const digits = text.replace(/\D/g, "").replace(/^0+/, "");
  return digits.length >= MIN_SAME_DIGITS && e164.endsWith(digits);
}

function settleText({
  draft,
  field,
  clean,
}: {
  draft: Draft;
  field: "company" | "title";
  clean: (text: string) => string;
}): void {
  for (const cell of cellsOf({ cells: draft.cells, target: field })) {
    // "Dr." in a column "Title" is a form of address: the name takes it.
    if (isPlaceholder(cell.text) || isOwnEmail(draft, cell) || (field === "title" && isHonorific(cell.text)))
      continue;
    const value = clean(cell.text);
    if (draft.fields[field] !== "") {
      if (draft.fields[field] !== value) leave({ draft, cell });
    } else if (value !== "") {
      draft.fields[field] = value;
      draft.by[field] = `column:${cell.header}`;
    }
  }
}

/** Remarks columns first, as they are; then all that is left, from left to right. */
function settleRemarks(draft: Draft): void {
  const { raw, cells } = draft;
  const own = cellsOf({ cells, target: "remarks" })
    .filter(({ text }) => !isPlaceholder(text))
    .map(({ text }) => collapseSpace(text));
  for (const cell of raw) {
    const { target } = cell;
    const isRest = target === null || target === "otherPerson" || target === "country";
    if (isRest && !isOwnEmail(draft, cell)) leave({ draft, cell });
  }
  const left = raw.flatMap((cell) => draft.left.get(cell) ?? []);
  draft.fields.remarks = [...own, ...left].filter((part) => part !== "").join("; ");
  if (draft.fields.remarks !== "") draft.by.remarks = "rule:remarks";
  const isNameless = draft.fields.firstName === "" && draft.fields.lastName === "";
  if (isNameless && raw.some(isUnread)) draft.unsettled.push("firstName", "lastName");
}

/** Nothing but the address that the lead has already. */
function isOwnEmail(draft: Draft, { text }: RawCell): boolean {
  if (draft.fields.email === "" || !mayHoldEmail(text)) return false;
  const { emails, rest } = emailsIn(text);
  return rest === "" && emails.length === 1 && emails[0] === draft.fields.email;
}

/** A cell whose column nobody understood: a name may stand there. */
function isUnread({ header, target, text }: RawCell): boolean {
  return target === null && /\p{L}{2}/u.test(text) && readHeader(header) === null;
}

/**
 * Who a row is about, by rules alone: its e-mail, else all its fields; or why that cannot be said. Cheap where there is an
 * e-mail: it runs over every row of a file before anything else does.
 */
export function identify({
  raw,
  tenantId,
  country,
}: {
  raw: RawLead;
  tenantId: string;
  country: Country | null;
}): { leadId: string; email: string } | { rejected: Issue } {
  const email = emailOfRow({ raw, cells: rowCells(raw) })?.email ?? "";
  if (email !== "")
    return { leadId: leadIdOf({ tenantId, identity: { kind: "email", value: email } }), email };
  const { fields } = standardise({ raw, country });
  if (fields.phone === "" && fields.firstName === "" && fields.lastName === "" && fields.company === "") {
    return { rejected: { code: "row.unidentified", field: "", message: say("row.unidentified") } };
  }
  const value = createHash("sha256")
    .update(JSON.stringify(LEAD_FIELDS.map((field) => fields[field])))
    .digest("hex");
  return { leadId: leadIdOf({ tenantId, identity: { kind: "row", value } }), email };
}
