import { toCsv } from "../export/index.ts";
import { isOwnColumn } from "../lead/index.ts";
import { type ObjectStore, objectWriter, readLines } from "../object/index.ts";
import type { ParseReport, Run } from "../run/index.ts";
import { runKeys } from "./keys.ts";
import { parseLine, RejectedRow } from "./row.ts";

/** Millrace's own columns in a rejects file; a re-import leaves them out. */
const REJECT_COLUMNS = ["millrace_reason", "millrace_code", "millrace_field", "millrace_row"];

/** The rejected rows of a run, in the order of the file. @throws Object.NotFound before its file was parsed */
export async function* rejectedRows(input: {
  objects: ObjectStore;
  runId: string;
}): AsyncGenerator<RejectedRow> {
  let number = 0;
  for await (const line of readLines({ objects: input.objects, key: runKeys.rejected(input.runId) })) {
    yield parseLine(RejectedRow, line, ++number);
  }
}

/**
 * The rejected rows in the uploader's own columns, with what was wrong with each, as the text of a CSV. The first piece is the header.
 *
 * @throws Object.NotFound before its file was parsed
 */
export async function* rejectsAsCsv(input: {
  objects: ObjectStore;
  runId: string;
  parse: Pick<ParseReport, "header" | "delimiter">;
}): AsyncGenerator<string> {
  const { objects, runId } = input;
  const { header, delimiter } = input.parse;
  // A file of rejected rows that was dropped again has them already, of its own rejection.
  const isUploaders = (_: string, index: number) => !isOwnColumn(header[index] ?? "");
  let width = header.length;
  for await (const { cells } of rejectedRows({ objects, runId })) width = Math.max(width, cells.length);
  const padded = (cells: string[]) => [...cells, ...Array<string>(width - cells.length).fill("")];
  const csv = (row: string[]) => toCsv({ rows: [row], ...(delimiter === undefined ? {} : { delimiter }) });
  yield csv([...padded(header).filter(isUploaders), ...REJECT_COLUMNS]);
  for await (const { cells, message, code, field, row } of rejectedRows({ objects, runId })) {
    yield csv([...padded(cells).filter(isUploaders), message, code, field, String(row)]);
  }
}

/** Writes {@link rejectsAsCsv} as an object of the run. */
export async function writeRejects(run: Run, { objects }: { objects: ObjectStore }): Promise<void> {
  const { runId, parse } = run;
  if (parse === null) return;
  const writer = objectWriter({ objects, key: runKeys.rejects(runId) });
  try {
    for await (const text of rejectsAsCsv({ objects, runId, parse })) await writer.write(text);
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
