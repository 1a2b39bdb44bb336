import { MillraceError } from "../error.ts";
import { leadIdOf, normaliseEmail } from "../lead/index.ts";
import type { ModelCache } from "../model/index.ts";
import { objectWriter, readLines, readText } from "../object/index.ts";
import { BatchPointer, isLeadRun, type Run, UNDER_WAY } from "../run/index.ts";
import { exportsOf, previewsOf, runKeys } from "../run-file/keys.ts";
import { writeRejects } from "../run-file/rejects.ts";
import { parseLine, parseLines, RejectedRow } from "../run-file/row.ts";
import type { ImportDeps } from "./deps.ts";
import { LeadRow, StandardisedRow } from "./row.ts";

/** Runs looked at in one go. */
const PAGE = 100;

/** What an erasure removed. */
export interface Erasure {
  leadId: string;
  /** Whether there was a current lead. */
  lead: boolean;
  versions: number;
  /** Runs whose stored rows held the lead; their uploaded files are deleted too. */
  runs: number;
}

/**
 * Erases a person: the lead, its versions, its rows in every stored run, what the model answered about it, the uploaded
 * files it came in, and all exports and previews of its tenant, any of which may hold it. The counts of those runs stay.
 *
 * @throws Run.Conflict while a run of the tenant is under way: it could bring the lead back
 */
export async function forgetLead(
  person: { tenantId: string; email: string },
  deps: ImportDeps & { modelCache: ModelCache },
): Promise<Erasure> {
  const { leads, modelCache, log } = deps;
  const { tenantId } = person;
  const email = normaliseEmail(person.email);
  const lead = { tenantId, leadId: leadIdOf({ tenantId, identity: { kind: "email", value: email } }) };
  const runs = await allRuns(lead.tenantId, deps);
  const busy = runs.find((run) => isLeadRun(run) && UNDER_WAY.includes(run.status));
  if (busy !== undefined) {
    throw new MillraceError(
      "Run.Conflict",
      `run ${busy.runId} is ${busy.status}: forget again when it has ended`,
    );
  }
  const history = await leads.history(lead);
  const spokeForIt = new Set(history.map(({ runId }) => runId));
  let touched = 0;
  for (const run of runs) {
    const rows = (await isStored(run, deps))
      ? await forgetInRows({ run, leadId: lead.leadId, deps })
      : await forgetUpload({ run, held: spokeForIt.has(run.runId), deps });
    const rejects = await forgetInRejects({ run, email, deps });
    if (rows || rejects) touched++;
  }
  await forgetCopies(tenantId, deps);
  const current = await leads.get(lead);
  await modelCache.remove(history.flatMap(({ modelKey }) => modelKey ?? []));
  await leads.erase(lead);
  log.info("lead erased", lead);
  return { leadId: lead.leadId, lead: current !== null, versions: history.length, runs: touched };
}

async function allRuns(tenantId: string, { runs }: ImportDeps): Promise<Run[]> {
  const all: Run[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await runs.list({
      tenantId,
      limit: PAGE,
      ...(last === undefined ? {} : { before: last.order }),
    });
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** A bucket's lifecycle removes a run's files before its record. */
async function isStored({ runId, parse }: Run, { objects }: ImportDeps): Promise<boolean> {
  return parse === null || (await objects.size({ key: runKeys.rows(runId) })) !== null;
}

/** Where a run's rows are gone, the lead's versions still tell that its upload held them. */
async function forgetUpload(input: { run: Run; held: boolean; deps: ImportDeps }): Promise<boolean> {
  const { run, held, deps } = input;
  if (held) await deps.objects.delete({ key: run.key });
  return held;
}

/** Exports, and files that wait to be imported: nobody knows whom they hold. */
async function forgetCopies(tenantId: string, { objects }: ImportDeps): Promise<void> {
  for (const prefix of [exportsOf(tenantId), previewsOf(tenantId)])
    for (const key of await objects.list({ prefix })) await objects.delete({ key });
}

/** Rows that were rejected for their size may hold the address. */
async function forgetInRejects(input: { run: Run; email: string; deps: ImportDeps }): Promise<boolean> {
  const { run, email, deps } = input;
  const key = runKeys.rejected(run.runId);
  if (run.parse === null || (await deps.objects.size({ key })) === null) return false;
  let found = false;
  const line = (text: string) => {
    const row = parseLine(RejectedRow, text, 1);
    if (!row.cells.some((cell) => cell.toLowerCase().includes(email))) return text;
    found = true;
    return JSON.stringify({ ...row, cells: [] } satisfies RejectedRow);
  };
  await rewrite({ deps, key, line });
  if (!found) return false;
  await writeRejects(run, deps);
  await deps.objects.delete({ key: run.key });
  return true;
}

async function forgetInRows(input: {
  run: Run;
  leadId: string;
  deps: ImportDeps & { modelCache: ModelCache };
}): Promise<boolean> {
  const { run, leadId, deps } = input;
  const { objects } = deps;
  if (run.parse === null) return false;
  const offset = await offsetOf({ run, leadId, deps });
  if (offset === null) return false;
  await forgetStandardised({ run, leadId, offset, deps });
  await objects.delete({ key: run.key });
  await rewrite({
    deps,
    key: runKeys.rows(run.runId),
    line: (text) => (holds(text, leadId) ? blank(text) : text),
  });
  return true;
}

/** Where in `rows.jsonl` the lead's row starts, in bytes; null where there is none, or it is blank already. */
async function offsetOf(input: { run: Run; leadId: string; deps: ImportDeps }): Promise<number | null> {
  const { run, leadId, deps } = input;
  let offset = 0;
  for await (const line of readLines({ objects: deps.objects, key: runKeys.rows(run.runId) })) {
    if (holds(line, leadId)) return parseLine(LeadRow, line, 1).raw.length > 0 ? offset : null;
    offset += Buffer.byteLength(line) + 1;
  }
  return null;
}

function holds(line: string, leadId: string): boolean {
  return line.includes(`"leadId":"${leadId}"`);
}

/** The same row without its cells, in as many bytes, so that the batches' byte ranges stay right. */
function blank(line: string): string {
  const { row, leadId } = parseLine(LeadRow, line, 1);
  const bare = JSON.stringify({ row, leadId, raw: [] } satisfies LeadRow);
  return bare + " ".repeat(Math.max(0, Buffer.byteLength(line) - Buffer.byteLength(bare)));
}

async function forgetStandardised(input: {
  run: Run;
  leadId: string;
  offset: number;
  deps: ImportDeps & { modelCache: ModelCache };
}): Promise<void> {
  const { run, leadId, deps } = input;
  const { objects, modelCache } = deps;
  const batchId = await batchAt(input);
  const key = runKeys.standardised(run.runId, batchId);
  if ((await objects.size({ key })) === null) return;
  const rows = parseLines(StandardisedRow, await readText({ objects, key }));
  await modelCache.remove(rows.flatMap((row) => (row.leadId === leadId ? (row.modelKey ?? []) : [])));
  await rewrite({ deps, key, line: (text) => (holds(text, leadId) ? null : text) });
}

async function batchAt(input: { run: Run; offset: number; deps: ImportDeps }): Promise<string> {
  const { run, offset, deps } = input;
  for await (const line of readLines({ objects: deps.objects, key: runKeys.batches(run.runId) })) {
    const batch = parseLine(BatchPointer, line, 1);
    if (offset < batch.offset + batch.bytes) return batch.batchId;
  }
  throw new MillraceError("Input.Invalid", `the list of batches of run ${run.runId} is incomplete`);
}

async function rewrite(input: {
  deps: ImportDeps;
  key: string;
  line: (text: string) => string | null;
}): Promise<void> {
  const { deps, key, line } = input;
  const { objects } = deps;
  const writer = objectWriter({ objects, key });
  try {
    for await (const text of readLines({ objects, key })) {
      const kept = line(text);
      if (kept !== null) await writer.write(`${kept}\n`);
    }
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
