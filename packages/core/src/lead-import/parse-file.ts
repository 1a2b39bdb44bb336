import * as z from "zod";
import { openTable, type SourceRow, type Table } from "../file/index.ts";
import {
  type ColumnMapping,
  identify,
  mapColumns,
  type RawLead,
  rawLead,
  recogniseHeader,
} from "../lead/index.ts";
import { isLeadRun, type LeadRun, type ParseReport } from "../run/index.ts";
import { beginRun, type ParseOutput, parseOutputOf, readingOf, sampleOf } from "../run-file/parse.ts";
import type { RejectedRow } from "../run-file/row.ts";
import { objectSource } from "../run-file/source.ts";
import { writingRunFile } from "../run-file/writer.ts";
import { step } from "../step/index.ts";
import type { ImportDeps } from "./deps.ts";
import { DuplicateIndex } from "./duplicate-index.ts";
import type { LeadRow } from "./row.ts";

/** So that a batch of ten rows stays well below what a step may hold, whatever the cells contain. */
const MAX_ROW_BYTES = 32 * 1024;

export const ParseFileInput = z.object({ runId: z.string() });

/**
 * Reads a run's file as a stream, twice: once to learn which row speaks last for each lead, once to write the rows that
 * count, in batches. The list of batches is written last: where it is, the rest is there too.
 *
 * @throws LeadFile.* what is wrong with the file; Run.Cancelled; Run.NotFound
 */
export const parseFile = step(ParseFileInput, async ({ runId }, deps: ImportDeps): Promise<ParseOutput> => {
  const run = await beginRun({ runId, isOurs: isLeadRun }, deps);
  return parseOutputOf(run, run.parse ?? (await parseRun(run, deps)));
});

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
    ...readingOf(table),
    columns: mapping.columns.map(({ header, target, confidence, reason }) => ({
      header,
      target,
      confidence,
      reason,
    })),
    notes: [...table.notes, ...raggedNotes(table)],
    ...counts,
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
  let rows = 0;
  let duplicates = 0;
  const written = await writingRunFile({ objects: deps.objects, runId: run.runId }, async (writer) => {
    let waiting: LeadRow[] = [];
    for await (const source of table.rows()) {
      rows++;
      const judged = judge(input, source);
      if ("code" in judged) {
        await writer.reject(judged);
      } else if (index.lastRow(judged.leadId) !== judged.row) {
        duplicates++;
      } else {
        waiting.push(judged);
        if (waiting.length < run.options.batchSize) continue;
        await writer.batch(waiting);
        waiting = [];
      }
    }
    await writer.batch(waiting);
  });
  return { rows, duplicates, ...written };
}
