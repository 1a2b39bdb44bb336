import type { RunSummary } from "@millrace/core/lead-import";
import type { ParseReport, Run, RunStatus } from "@millrace/core/run";
import { rejectedRows } from "@millrace/core/run-file";
import type { App } from "../app.ts";
import { printProducts } from "./catalog-report.ts";
import { EXIT } from "./context.ts";
import { plain, printJson, printTable, remark } from "./output.ts";
import type { Seen } from "./progress.ts";

const SHOWN_REJECTS = 5;

const CODES: Partial<Record<RunStatus, number>> = {
  FAILED: EXIT.failed,
  CANCELLED: EXIT.failed,
  COMPLETED_WITH_ERRORS: EXIT.withErrors,
  PAUSED: EXIT.paused,
};

/** The exit code of a command that ended with a run in this state. */
export function exitCodeOf(status: RunStatus): number {
  return CODES[status] ?? EXIT.done;
}

const COUNTS = [
  "created",
  "updated",
  "unchanged",
  "superseded",
  "duplicates",
  "rejected",
  "failed",
  "pending",
] as const;

/** Prints a run's numbers for a program; why it has failed or waits is a remark. */
export function printNumbers({ run, summary }: Seen, more: object = {}): void {
  const reason = run.error ?? run.halted;
  if (reason !== null) remark(`${run.sourceFile}: ${reason.name}: ${reason.message}`);
  printJson({ ...summary, ...more });
}

/** Prints what became of a run and each of its rows, and what can be done next. */
export async function printRun(seen: Seen, app: App): Promise<void> {
  const { run, summary } = seen;
  console.log(`\n${plain(run.sourceFile)}  run ${run.runId}  ${run.status}`);
  if (run.error !== null) console.log(`  ${run.error.name}: ${plain(run.error.message)}`);
  if (run.parse !== null) {
    printFile(run.parse);
    if (seen.kind === "leads") printLeads(run.parse, seen.summary);
    else printProducts(seen);
    if (summary.rejected > 0) await printRejects(run.runId, app);
  }
  for (const line of nextSteps(seen)) console.log(line);
}

function printLeads(parse: ParseReport, summary: RunSummary): void {
  const columns = parse.columns.map(({ header: name, target, confidence }) => [
    `  ${name || "(no name)"}`,
    target ?? "remarks",
    confidence === "certain" ? "" : confidence,
  ]);
  printTable(["  column", "goes to", ""], columns);
  console.log("");
  printTable(["rows", "", ""], rowsOf(summary));
}

function rowsOf(summary: RunSummary): (string | number)[][] {
  const shown = COUNTS.filter((count) => summary[count] > 0);
  const lines = shown.map((count, index) => [index === 0 ? summary.rows : "", summary[count], count]);
  return summary.skipped > 0
    ? [...lines, ["", summary.skipped, "skipped (blank, preamble or repeated header: no data)"]]
    : lines;
}

function printFile(parse: ParseReport): void {
  const how = [parse.format, parse.encoding, parse.sheet === "" ? undefined : `sheet ${plain(parse.sheet)}`];
  const header = parse.headerRow === null ? "no header row" : `header in row ${parse.headerRow}`;
  console.log(`  ${how.filter((part) => part !== undefined).join(", ")}, ${header}`);
  for (const note of parse.notes) console.log(`  ${plain(note)}`);
}

/** The first rejected rows say most about what is wrong with a file. */
async function printRejects(runId: string, app: App): Promise<void> {
  let shown = 0;
  for await (const { row, code, message } of rejectedRows({ objects: app.deps.objects, runId })) {
    if (++shown > SHOWN_REJECTS) break;
    console.log(`  row ${row} ${code}: ${message}`);
  }
}

/** A run that met its cap would meet it again at once. */
function moreMoney({ halted, options }: Run): string {
  return halted?.name === "Run.CostCap" && "maxCostUsd" in options && options.maxCostUsd !== null
    ? ` --max-cost ${options.maxCostUsd * 2}`
    : "";
}

function nextSteps(seen: Seen): string[] {
  const { run, summary } = seen;
  const lines: string[] = [];
  const model = run.model;
  if (model.calls > 0) {
    lines.push(`  the model was asked ${model.calls} times, for ${model.costUsd.toFixed(4)} USD`);
  }
  if (run.halted !== null) lines.push(`  paused: ${plain(run.halted.message)}`);
  if (seen.kind === "leads" && run.parse?.columns.some(({ confidence }) => confidence === "unsure")) {
    lines.push("  a column in the wrong place? import again with --map COLUMN=field");
  }
  if (summary.rejected > 0)
    lines.push(`  the rejected rows, to correct and bring again: millrace rejects ${run.runId}`);
  if (summary.failedBatches > 0 || run.status === "PAUSED" || run.status === "CANCELLED")
    lines.push(`  try what is left again: millrace retry ${run.runId}${moreMoney(run)}`);
  return lines;
}
