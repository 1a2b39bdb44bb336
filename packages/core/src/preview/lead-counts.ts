import type { SourceRow } from "../file/index.ts";
import { type Country, changedFields, type StandardisedLead, standardise } from "../lead/index.ts";
import { isOpen, judgeRow, type LeadReading } from "../lead-import/index.ts";
import type { LeadRow } from "../lead-import/row.ts";
import type { RejectedRow } from "../run-file/index.ts";
import type { PreviewDeps } from "./deps.ts";

/**
 * So many rows are counted at most: a second of one processor's work, on DynamoDB one and a half with 100 requests, of the 29 seconds
 * in which the gateway wants its answer.
 */
export const MOST_COUNTED = 10_000;

/** Nor more characters than this, of rows that are long: they are held in memory. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** So many leads are looked up in one go: some requests of a store far away at once, and a megabyte or two. */
const LOOKED_UP = 500;

/** So many rows are standardised, some milliseconds, before others have a turn. */
const AT_ONCE = 50;

/** The rows that were read, as the import would take them. */
export interface JudgedRows {
  /** The rows for the page, with what each is. */
  first: { source: SourceRow; judged: LeadRow | RejectedRow }[];
  /** For each lead the last row that speaks for it, in order of these rows. */
  last: Map<string, LeadRow>;
  rows: number;
  rejected: number;
  /** Whether these are all rows of the file. */
  complete: boolean;
}

/** Reads a file's first rows. */
export async function judgeRows(input: {
  reading: LeadReading;
  tenantId: string;
  country: Country | null;
  /** How many rows the page shows. */
  shown: number;
}): Promise<JudgedRows> {
  const { reading, tenantId, country, shown } = input;
  const { mapping, table } = reading;
  const first: JudgedRows["first"] = [];
  const last = new Map<string, LeadRow>();
  let [rows, rejected, characters] = [0, 0, 0];
  for await (const source of table.rows()) {
    if (rows === MOST_COUNTED || characters > MOST_CHARACTERS)
      return { first, last, rows, rejected, complete: false };
    rows++;
    const judged = judgeRow({ mapping, tenantId, country }, source);
    if (first.length < shown) first.push({ source, judged });
    if ("code" in judged) rejected++;
    else {
      // Taken out first, it comes last.
      last.delete(judged.leadId);
      last.set(judged.leadId, judged);
      characters += judged.raw.reduce((sum, { header, text }) => sum + header.length + text.length, 0);
    }
  }
  return { first, last, rows, rejected, complete: true };
}

/** A row that speaks for its lead, as the rules make it. */
export interface RuledRow extends LeadRow {
  rules: StandardisedLead;
}

/** What a run's rows would become now, by the rules. */
export interface LeadOutcomes {
  created: number;
  updated: number;
  unchanged: number;
  /** Those that rules leave open. */
  open: RuledRow[];
  /** Those of rows that are asked about. */
  ruled: Map<number, StandardisedLead>;
}

/**
 * Standardises leads and compares them with those there are.
 *
 * @param input.wanted - numbers of rows whose result is given back
 */
export async function countOutcomes(
  input: {
    rows: readonly LeadRow[];
    tenantId: string;
    country: Country | null;
    wanted: ReadonlySet<number>;
  },
  { leads, clock }: Pick<PreviewDeps, "leads" | "clock">,
): Promise<LeadOutcomes> {
  const { rows, tenantId, country, wanted } = input;
  const outcomes: LeadOutcomes = { created: 0, updated: 0, unchanged: 0, open: [], ruled: new Map() };
  for (let at = 0; at < rows.length; at += LOOKED_UP) {
    const portion = rows.slice(at, at + LOOKED_UP);
    const [ruled, known] = await Promise.all([
      ruledRows({ rows: portion, country }, { clock }),
      leads.getMany({ tenantId, leadIds: portion.map(({ leadId }) => leadId) }),
    ]);
    for (const [index, row] of ruled.entries()) {
      const { rules } = row;
      const before = known[index] ?? null;
      if (isOpen(rules)) outcomes.open.push(row);
      if (wanted.has(row.row)) outcomes.ruled.set(row.row, rules);
      if (before === null) outcomes.created++;
      else if (changedFields(before.fields, rules.fields).length > 0) outcomes.updated++;
      else outcomes.unchanged++;
    }
  }
  return outcomes;
}

async function ruledRows(
  { rows, country }: { rows: readonly LeadRow[]; country: Country | null },
  { clock }: Pick<PreviewDeps, "clock">,
): Promise<RuledRow[]> {
  const ruled: RuledRow[] = [];
  for (const [index, row] of rows.entries()) {
    // The server's other requests have their turn.
    if (index % AT_ONCE === 0) await clock.sleep(0);
    ruled.push({ ...row, rules: standardise({ raw: row.raw, country }) });
  }
  return ruled;
}
