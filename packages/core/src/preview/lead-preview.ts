import type { ByteSource, Table } from "../file/index.ts";
import { LEAD_FIELDS, type LeadFields, standardise } from "../lead/index.ts";
import { columnReports, type LeadReading, notesOf, openLeads } from "../lead-import/index.ts";
import type { LeadRow } from "../lead-import/row.ts";
import { estimateAsking, type ModelTariff } from "../model/index.ts";
import type { ImportOptions, ParseReport } from "../run/index.ts";
import { readingOf } from "../run-file/parse.ts";
import { objectSource } from "../run-file/source.ts";
import { cut, shortened } from "./cut.ts";
import type { PreviewDeps } from "./deps.ts";
import { countOutcomes, type JudgedRows, judgeRows, type LeadOutcomes } from "./lead-counts.ts";
import { importOptions, type LeadChoice } from "./options.ts";
import { type Preview, previewKeys } from "./preview.ts";
import { type RememberedChoice, rememberedChoice } from "./remembered.ts";
import { estimateRows, metered } from "./source.ts";

/** As many rows as a screen shows. */
const SHOWN_ROWS = 20;
const EXAMPLES = 3;
/** Remarks may be long. */
const MOST_FIELD = 300;
/** So many rows that a model would be asked about are put into questions, for their tokens. */
const ASKED_SAMPLE = 200;

/** Why a row is refused. */
export interface Refusal {
  field: string;
  code: string;
  message: string;
}

/** What would become of a file of leads. */
export interface LeadPreview {
  kind: "leads";
  fileName: string;
  reading: ReturnType<typeof readingOf> & { notes: string[] };
  columns: (ParseReport["columns"][number] & { examples: string[] })[];
  /** The columns as they were chosen for an earlier run and are applied now. */
  remembered: Record<string, string> | null;
  /** Of phone numbers without a country code: as chosen now or for an earlier run, or as it is set up. */
  country: ImportOptions["country"];
  rows: {
    row: number;
    cells: string[];
    outcome: "lead" | "duplicate" | "rejected";
    fields: LeadFields | null;
    issues: string[];
    refused: Refusal | null;
  }[];
  counts: {
    rows: number;
    duplicates: number;
    rejected: number;
    created: number;
    updated: number;
    unchanged: number;
    open: number;
    complete: boolean;
  };
  /** For the whole file; null where none would be asked. */
  model: { name: string; calls: number; costUsd: number } | null;
}

/** A preview's file, opened as its run would open it. */
export interface OpenedLeads {
  reading: LeadReading;
  options: ImportOptions;
  remembered: Record<string, string> | null;
}

/**
 * Opens the file of a preview with what was chosen; where no columns or no country were, with those of an earlier run.
 *
 * @throws LeadFile.*; Object.NotFound where it has not come; Input.Invalid for a choice that cannot be had
 */
export async function openLeadPreview(
  input: { preview: Preview; choice: LeadChoice; source: ByteSource },
  deps: Pick<PreviewDeps, "runs" | "intake">,
): Promise<OpenedLeads> {
  const { preview, choice, source } = input;
  const { tenantId } = preview;
  const options = importOptions(choice, deps.intake());
  let known: RememberedChoice = { columns: null, country: null };
  const columns = async ({ header }: Table) => {
    known = await rememberedChoice({ tenantId, header }, deps);
    return choice.columns ?? known.columns ?? options.columns;
  };
  const reading = await openLeads({ source, columns });
  const remembered = choice.columns === undefined ? known.columns : null;
  const country = choice.country === undefined ? (known.country ?? options.country) : choice.country;
  return { reading, options: { ...options, country, columns: remembered ?? options.columns }, remembered };
}

/** The file of a preview. @throws Object.NotFound where it has not come */
export function sourceOf(preview: Preview, { objects }: Pick<PreviewDeps, "objects">) {
  return objectSource({ objects, key: previewKeys.file(preview), name: preview.fileName });
}

/**
 * Reads the first rows of a preview's file as an import would, and changes nothing.
 *
 * @throws what {@link openLeadPreview} throws
 */
export async function previewLeads(
  input: { preview: Preview; choice: LeadChoice },
  deps: PreviewDeps,
): Promise<LeadPreview> {
  const { preview } = input;
  const { tenantId, fileName } = preview;
  const source = metered(await sourceOf(preview, deps));
  const { reading, options, remembered } = await openLeadPreview({ ...input, source }, deps);
  const { country } = options;
  const judged = await judgeRows({ reading, tenantId, country, shown: SHOWN_ROWS });
  const { rows, rejected, last, complete } = judged;
  // Before the rows are counted that are left: these are what the counts are of.
  const report = { ...readingOf(reading.table), notes: notesOf(reading) };
  const all = complete ? rows : await estimateRows({ table: reading.table, source, rows });
  const leads = [...last.values()];
  const wanted = new Set(judged.first.map(({ source: { row } }) => row));
  const outcomes = await countOutcomes({ rows: leads, tenantId, country, wanted }, deps);
  const { created, updated, unchanged, open } = outcomes;
  return {
    ...{ kind: "leads", fileName, reading: report, remembered, country },
    columns: columnReports(reading).map((column, index) => ({
      ...column,
      examples: examplesOf(judged, index),
    })),
    rows: shownRows(judged, outcomes),
    counts: {
      ...{ rows, duplicates: rows - rejected - last.size, rejected, created, updated, unchanged },
      ...{ open: open.length, complete },
    },
    model: estimateOf({
      leads,
      outcomes,
      options,
      share: all / Math.max(1, rows),
      tariff: deps.intake().model,
      at: deps.clock.now(),
    }),
  };
}

function examplesOf({ first }: JudgedRows, index: number): string[] {
  const cells = first.map(({ source }) => source.cells[index] ?? "").filter((cell) => cell.trim() !== "");
  return cells.slice(0, EXAMPLES).map((cell) => cut(cell));
}

function shownRows({ first, last }: JudgedRows, { ruled }: LeadOutcomes): LeadPreview["rows"] {
  const rows = first.map(({ source: { row, cells }, judged }): LeadPreview["rows"][number] => {
    if ("code" in judged) {
      const { field, code, message } = judged;
      const refused = { field, code, message };
      return { row, cells, outcome: "rejected", fields: null, issues: [], refused };
    }
    const rules = ruled.get(row);
    if (rules === undefined || last.get(judged.leadId)?.row !== row)
      return { row, cells, outcome: "duplicate", fields: null, issues: [], refused: null };
    const issues = rules.issues.map(({ code }) => code);
    return { row, cells, outcome: "lead", fields: cutFields(rules.fields), issues, refused: null };
  });
  return shortened(rows);
}

function cutFields(fields: LeadFields): LeadFields {
  const shown = { ...fields };
  for (const field of LEAD_FIELDS) shown[field] = cut(fields[field], MOST_FIELD);
  return shown;
}

/** What the model would cost: questions about some of its rows, made as the run would make them, for all of the file. */
function estimateOf(input: {
  leads: readonly LeadRow[];
  outcomes: LeadOutcomes;
  options: ImportOptions;
  /** How many times the rows that were read the file has. */
  share: number;
  tariff: ModelTariff | null;
  at: number;
}): LeadPreview["model"] {
  const { leads, outcomes, options, share, tariff, at } = input;
  const { mode, country, batchSize } = options;
  if (tariff === null || mode === "rules") return null;
  const open = new Map(outcomes.open.map((row) => [row.row, row]));
  const isAsked = ({ row }: LeadRow) => mode === "model" || open.has(row);
  const asked = leads.filter(isAsked).length;
  const batches = Array.from({ length: Math.ceil(leads.length / batchSize) }, (_, index) =>
    leads.slice(index * batchSize, (index + 1) * batchSize).filter(isAsked),
  ).filter((rows) => rows.length > 0);
  let sampled = 0;
  const sample = batches.flatMap((rows) => {
    if (sampled >= ASKED_SAMPLE) return [];
    sampled += rows.length;
    return [
      {
        rows: rows.map(
          (row) => open.get(row.row) ?? { ...row, rules: standardise({ raw: row.raw, country }) },
        ),
      },
    ];
  });
  const estimate = estimateAsking({ batches: sample, mode, country, prices: tariff.prices, at });
  const times = sampled === 0 ? 0 : (asked / sampled) * share;
  return { name: tariff.name, calls: Math.ceil(estimate.calls * times), costUsd: estimate.costUsd * times };
}
