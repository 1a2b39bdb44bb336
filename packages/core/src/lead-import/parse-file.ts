import * as z from "zod";
import { MillraceError } from "../error.ts";
import { openTable, type SourceRow, type Table } from "../file/index.ts";
import {
  type ColumnMapping,
  identify,
  mapColumns,
  type RawLead,
  rawLead,
  recogniseHeader,
} from "../lead/index.ts";
import { objectWriter } from "../object/index.ts";
import { type BatchPointer, isLeadRun, type LeadRun, type ParseReport } from "../run/index.ts";
import { step } from "../step/index.ts";
import type { ImportDeps } from "./deps.ts";
import { DuplicateIndex } from "./duplicate-index.ts";
import { batchIdOf, runKeys } from "./keys.ts";
import type { LeadRow, RejectedRow } from "./row.ts";
import { objectSource } from "./source.ts";

/** So that a batch of ten rows stays well below what a step may hold, whatever the cells contain. */
const MAX_ROW_BYTES = 32 * 1024;
/** Enough rows to see what a column holds. */
const SAMPLE_ROWS = 100;

export const ParseFileInput = z.object({ runId: z.string() });

/** What the rest of the flow needs to know, and the file in numbers. */
export interface ParseFileOutput {
  runId: string;
  rows: number;
  duplicates: number;
  rejected: number;
  batches: number;
  /** Key of the list of batches. */
  manifest: string;
  maxConcurrency: number;
}

/**
 * Reads a run's file as a stream, twice: once to learn which row speaks last for each lead, once to write the rows that
 * count, in batches. The list of batches is written last: where it is, the rest is there too.
 *
 * @throws LeadFile.* what is wrong with the file; Run.Cancelled; Run.NotFound
 */
export const parseFile = step(
  ParseFileInput,
  async ({ runId }, deps: ImportDeps): Promise<ParseFileOutput> => {
    const run = await beginRun(runId, deps);
    const parse = run.parse ?? (await parseRun(run, deps));
    return {
      runId,
      rows: parse.rows,
      duplicates: parse.duplicates,
      rejected: parse.rejected,
      batches: parse.batches,
      manifest: runKeys.batches(runId),
      maxConcurrency: run.options.maxConcurrency,
    };
  },
);

async function beginRun(runId: string, { runs, clock }: ImportDeps): Promise<LeadRun> {
  const known = await runs.get({ runId });
  if (known === null || !isLeadRun(known))
    throw new MillraceError("Run.NotFound", `there is no run ${runId}`);
  const run = await runs.update({
    runId,
    from: ["REGISTERED", "RUNNING"],
    set: { status: "RUNNING", startedAt: known.startedAt ?? clock.now() },
  });
  if (run === null || !isLeadRun(run))
    throw new MillraceError("Run.Cancelled", `run ${runId} is ${known.status}`);
  return run;
}

async function parseRun(run: LeadRun, deps: ImportDeps): Promise<ParseReport> {
  const { objects, runs, clock, log } = deps;
  const started = clock.now();
  const table = await openTable({
    source: await objectSource({ objects, key: run.key, version: run.version, name: run.sourceFile }),
    recognise: recogniseHeader,
  });
  const mapping = mapColumns({
    header: table.header,
    sample: await sampleOf(table),
    overrides: run.options.columns,
  });
  const index = await indexRows({ run, table, mapping });
  const counts = await writeRows({ run, table, mapping, index, deps });
  const parse: ParseReport = {
    format: table.format,
    ...(table.encoding === undefined ? {} : { encoding: table.encoding }),
    ...(table.delimiter === undefined ? {} : { delimiter: table.delimiter }),
    sheet: table.sheet,
    headerRow: table.headerRow,
    header: table.header,
    columns: mapping.columns.map(({ header, target, confidence, reason }) => ({
      header,
      target,
      confidence,
      reason,
    })),
    notes: [...table.notes, ...raggedNotes(table)],
    ...counts,
    skipped: table.skipped(),
  };
  await runs.update({ runId: run.runId, set: { parse } });
  log.info("file parsed", {
    runId: run.runId,
    tenantId: run.tenantId,
    rows: counts.rows,
    duplicates: counts.duplicates,
    rejected: counts.rejected,
    batches: counts.batches,
    bytes: run.bytes,
    ms: clock.now() - started,
  });
  return parse;
}

async function sampleOf(table: Table): Promise<string[][]> {
  const sample: string[][] = [];
  for await (const { cells } of table.rows()) {
    sample.push(cells);
    if (sample.length === SAMPLE_ROWS) break;
  }
  return sample;
}

function raggedNotes(table: Table): string[] {
  const { short, long } = table.ragged();
  return [
    ...(short > 0 ? [`${short} rows have fewer cells than the header`] : []),
    ...(long > 0 ? [`${long} rows have more cells than the header`] : []),
  ];
}

interface Reading {
  run: LeadRun;
  table: Table;
  mapping: ColumnMapping;
}

/** What one row of the file is: rejected, or one that speaks for a lead. */
function judge({ run, mapping }: Reading, { row, cells }: SourceRow): LeadRow | RejectedRow {
  const reject = (issue: { code: string; field: string; message: string }) => ({ row, ...issue, cells });
  const raw = rawLead({ mapping, cells });
  if (isTooLarge(raw)) {
    const message = `the row holds more than ${MAX_ROW_BYTES} bytes, the names of its columns included`;
    return reject({ code: "row.tooLarge", field: "", message });
  }
  const identity = identify({ raw, tenantId: run.tenantId, country: run.options.country });
  return "rejected" in identity ? reject(identity.rejected) : { row, leadId: identity.leadId, raw };
}

/** Names of columns count: they are stored with each cell, and may go to the remarks with it. */
function isTooLarge(raw: RawLead): boolean {
  const characters = raw.reduce((sum, { header, text }) => sum + header.length + text.length, 0);
  // A character takes at most three bytes in UTF-8 (four, where it counts as two): most rows need no exact count.
  if (characters * 3 <= MAX_ROW_BYTES) return false;
  const bytes = raw.reduce(
    (sum, cell) => sum + Buffer.byteLength(cell.header) + Buffer.byteLength(cell.text),
    0,
  );
  return bytes > MAX_ROW_BYTES;
}

async function indexRows(reading: Reading): Promise<DuplicateIndex> {
  const index = new DuplicateIndex();
  for await (const source of reading.table.rows()) {
    const judged = judge(reading, source);
    if ("leadId" in judged) index.set(judged.leadId, judged.row);
  }
  return index;
}

async function writeRows(input: Reading & { index: DuplicateIndex; deps: ImportDeps }) {
  const { run, table, index, deps } = input;
  const open = (key: string) => objectWriter({ objects: deps.objects, key });
  const rows = open(runKeys.rows(run.runId));
  const rejected = open(runKeys.rejected(run.runId));
  const batches = open(runKeys.batches(run.runId));
  const counts = { rows: 0, duplicates: 0, rejected: 0, batches: 0 };
  let offset = 0;
  let lines: string[] = [];
  const closeBatch = async () => {
    if (lines.length === 0) return;
    counts.batches++;
    const text = lines.join("");
    const bytes = Buffer.byteLength(text);
    const pointer: BatchPointer = { batchId: batchIdOf(counts.batches), rows: lines.length, offset, bytes };
    await rows.write(text);
    await batches.write(`${JSON.stringify(pointer)}\n`);
    offset += bytes;
    lines = [];
  };
  try {
    for await (const source of table.rows()) {
      counts.rows++;
      const judged = judge(input, source);
      if ("code" in judged) {
        counts.rejected++;
        await rejected.write(`${JSON.stringify(judged)}\n`);
      } else if (index.lastRow(judged.leadId) !== judged.row) {
        counts.duplicates++;
      } else {
        lines.push(`${JSON.stringify(judged)}\n`);
        if (lines.length === run.options.batchSize) await closeBatch();
      }
    }
    await closeBatch();
    await rows.close();
    await rejected.close();
    await batches.close();
  } catch (error) {
    await Promise.all([rows.abort(), rejected.abort(), batches.abort()]);
    throw error;
  }
  return counts;
}
