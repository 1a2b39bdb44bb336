import * as z from "zod";
import type { SourceRow, Table } from "../file/index.ts";
import type { ColumnMapping } from "../lead/index.ts";
import { isLeadRun, type LeadRun, type ParseReport } from "../run/index.ts";
import { beginRun, type ParseOutput, parseOnce, readingOf } from "../run-file/parse.ts";
import type { RejectedRow } from "../run-file/row.ts";
import { objectSource } from "../run-file/source.ts";
import { writingRunFile } from "../run-file/writer.ts";
import { step } from "../step/index.ts";
import type { ImportDeps } from "./deps.ts";
import { DuplicateIndex } from "./duplicate-index.ts";
import { columnReports, judgeRow, notesOf, openLeads } from "./reading.ts";
import type { LeadRow } from "./row.ts";

export const ParseFileInput = z.object({ runId: z.string() });

/**
 * Reads a run's file as a stream, twice: once to learn which row speaks last for each lead, once to write the rows that
 * count, in batches. The list of batches is written last: where it is, the rest is there too. A retry finds that done, and lists the
 * batches that are not completed.
 *
 * @throws LeadFile.* what is wrong with the file; Run.Cancelled; Run.NotFound
 */
export const parseFile = step(ParseFileInput, async ({ runId }, deps: ImportDeps): Promise<ParseOutput> => {
  const run = await beginRun({ runId, isOurs: isLeadRun }, deps);
  return parseOnce({ run, read: () => parseRun(run, deps) }, deps);
});

async function parseRun(run: LeadRun, deps: ImportDeps): Promise<ParseReport> {
  const { objects, runs, clock, log } = deps;
  const started = clock.now();
  const leads = await openLeads({
    source: await objectSource({ objects, key: run.key, version: run.version, name: run.sourceFile }),
    columns: async () => run.options.columns,
  });
  const { table, mapping } = leads;
  const index = await indexRows({ run, table, mapping });
  const counts = await writeRows({ run, table, mapping, index, deps });
  const parse: ParseReport = {
    ...readingOf(table),
    columns: columnReports(leads),
    notes: notesOf(leads),
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

interface Reading {
  run: LeadRun;
  table: Table;
  mapping: ColumnMapping;
}

function judge({ run, mapping }: Reading, source: SourceRow): LeadRow | RejectedRow {
  return judgeRow({ mapping, tenantId: run.tenantId, country: run.options.country }, source);
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
