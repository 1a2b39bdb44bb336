import type { ColumnTarget } from "../fields.ts";
import type { ColumnContent } from "./content.ts";
import type { HeaderMeaning } from "./header.ts";
import type { ColumnReason } from "./reason.ts";
import { headerWords } from "./words.ts";

/** What is known of one column before the others are looked at. */
export interface Guess {
  header: string;
  values: readonly string[];
  meaning: HeaderMeaning | null;
  content: ColumnContent;
}

/** Where a column goes. */
export interface Settled {
  target: ColumnTarget | null;
  confidence: "certain" | "likely" | "unsure";
  reason: ColumnReason;
}

/** A column nobody named: at least this share of its cells must look alike. */
const CLEAR = 0.6;
/** Of a column that some other field's name stands over, half its cells must contradict it. */
const HALF = 0.5;

const REMARKS: Settled = { target: null, confidence: "certain", reason: "not a field of a lead" };
/** What a rejects file adds to the uploader's own columns. */
const OURS: Settled = { target: "ignore", confidence: "certain", reason: "added by Millrace" };
const UNKNOWN: Settled = { target: null, confidence: "unsure", reason: "unknown name" };

/** Settles every column in the light of the others. */
export function settleTogether(guesses: readonly Guess[]): Settled[] {
  const settled = guesses.map((guess) => byName(guess, guesses));
  byContent({ guesses, settled });
  return settled;
}

function byName(guess: Guess, all: readonly Guess[]): Settled {
  const { meaning, content } = guess;
  if (/^millrace_/i.test(guess.header)) return OURS;
  if (!meaning) return UNKNOWN;
  const confidence = meaning.how === "typo" ? "likely" : "certain";
  const named = (
    target: ColumnTarget,
    reason: ColumnReason = meaning.how === "typo" ? "name, misspelt" : "name",
  ): Settled => ({
    target,
    confidence,
    reason,
  });
  switch (meaning.means) {
    case "unrelated":
      return REMARKS;
    case "bareQualifier":
      return content.phone >= HALF
        ? { target: "phone", confidence: "likely", reason: "cells are phone numbers" }
        : UNKNOWN;
    case "name":
    case "fullName":
      return (
        contact(content) ?? (meaning.means === "name" ? named(...nameBeside(guess, all)) : named("fullName"))
      );
    case "titleOrHonorific":
      return named(...titleBeside(guess, all));
    case "secondLastName":
      return named("lastName");
    case "profession":
      return named("title");
    case "organisation":
    case "account":
      return meaning.means === "account" && content.filled > 0 && content.phone >= HALF
        ? REMARKS
        : named("company");
    case "description":
      return named("remarks");
    default:
      return named(meaning.means);
  }
}

/** "Contact" may stand over names, numbers or addresses. */
function contact(content: ColumnContent): Settled | null {
  if (content.email >= HALF)
    return { target: "email", confidence: "likely", reason: "cells are e-mail addresses" };
  if (content.phone >= HALF)
    return { target: "phone", confidence: "likely", reason: "cells are phone numbers" };
  return null;
}

/** "Name" beside a given name is the family name, beside a family name the given one, beside both or none the whole. */
function nameBeside(guess: Guess, all: readonly Guess[]): [ColumnTarget, ColumnReason] {
  const first = all.find(({ meaning }) => meaning?.means === "firstName");
  const last = all.find(({ meaning }) => meaning?.means === "lastName");
  if (!first === !last) return ["fullName", "name"];
  const other = first ?? last;
  const whole = other ? contains(guess, other) : false;
  if (whole) return ["fullName", "name; holds the other name column's cells"];
  return first ? ["lastName", "name, beside a first name"] : ["firstName", "name, beside a last name"];
}

/** Whether the cells of one name column mostly hold those of another: "Ada Lovelace" beside "Ada". */
function contains(guess: Guess, other: Guess): boolean {
  const pairs = guess.values
    .map(
      (value, row) => [value.trim().toLowerCase(), (other.values[row] ?? "").trim().toLowerCase()] as const,
    )
    .filter(([whole, part]) => whole !== "" && part !== "");
  return (
    pairs.length > 0 &&
    pairs.filter(([whole, part]) => whole !== part && whole.includes(part)).length / pairs.length >= HALF
  );
}

/** "Title" is "Mr" where another column has the job title, or where the cells say so; of two, the second is the job. */
function titleBeside(guess: Guess, all: readonly Guess[]): [ColumnTarget, ColumnReason] {
  if (guess.content.honorific >= HALF) return ["honorific", "cells are forms of address"];
  if (guess.content.jobTitle >= HALF) return ["title", "name and cells"];
  const means = (term: HeaderMeaning["means"]) => all.filter(({ meaning }) => meaning?.means === term);
  if (means("title").length > 0) return ["honorific", "name, beside a job title"];
  const titles = means("titleOrHonorific");
  const first =
    titles.length > 1 &&
    titles[0]?.header === guess.header &&
    titles.findIndex((one) => one.values === guess.values) === 0;
  return first && means("honorific").length === 0
    ? ["honorific", "name, before another title"]
    : ["title", "name"];
}

/** Gives columns with unknown names to fields that no name has claimed, where their cells are plain to see. */
function byContent({ guesses, settled }: { guesses: readonly Guess[]; settled: Settled[] }): void {
  const isTaken = (target: ColumnTarget) => settled.some((one) => one.target === target);
  const free = (index: number) => settled[index]?.target === null;
  const claim = (
    target: ColumnTarget,
    reason: ColumnReason,
    fits: (content: ColumnContent, guess: Guess) => boolean,
    all = false,
  ) => {
    if (isTaken(target) && !all) return;
    for (const [index, guess] of guesses.entries()) {
      if (!free(index) || guess.content.filled === 0 || !fits(guess.content, guess)) continue;
      settled[index] = { target, confidence: "likely", reason };
      if (!all) return;
    }
  };
  claim("email", "cells are e-mail addresses", ({ email }) => email >= HALF, true);
  claim(
    "phone",
    "cells are phone numbers",
    ({ surePhone, phone }, { header }) => phone >= CLEAR && surePhone >= HALF && !isKey(header),
  );
  claim(
    "phone",
    "cells are phone numbers",
    ({ phone, variety }, { header }) =>
      phone >= CLEAR && variety >= HALF && (isUnnamed(header) || isNumber(header)),
  );
  if (!guesses.every(({ header }) => isUnnamed(header))) return;
  claim("company", "cells are companies", ({ company }) => company >= HALF);
  claim("title", "cells are job titles", ({ jobTitle }) => jobTitle >= HALF);
  claim("fullName", "cells are names", ({ fullName }) => fullName >= CLEAR);
  if (isTaken("fullName")) return;
  const isName = ({ oneName, variety, filled }: ColumnContent) =>
    oneName >= CLEAR && (variety >= HALF || filled < 3);
  claim("firstName", "cells are single names", isName);
  if (isTaken("firstName")) claim("lastName", "cells are single names", isName);
}

/** Keys and codes look like phone numbers. */
function isKey(header: string): boolean {
  return /(?:^| )(?:id|ids|uuid|guid|key|code|codigo|cod|ref|reference|sku|account|timestamp|time|nif|cif|dni|nit|rut|ruc|rfc|cpf|cnpj|vat|tax|iban|zip|plz|cp)(?: |$)/.test(
    headerWords(header).words.join(" "),
  );
}

/** The file has no name for this column: the reader's own, or nothing. */
function isUnnamed(header: string): boolean {
  return header.trim() === "" || /^(?:column|field|_c|__empty|unnamed)[\s_:]*\d*$/iu.test(header.trim());
}

function isNumber(header: string): boolean {
  return /^(?:number|no|num|numero|nr|nummer|n)$/.test(headerWords(header).squashed);
}
