import type { CatalogSummary } from "@millrace/core/catalog-enrichment";
import type { CatalogRun } from "@millrace/core/run";
import type { Forecast } from "@millrace/core/token-ledger";
import { plain, printTable } from "./output.ts";

const COUNTS = ["enriched", "noData", "rejected", "pending", "duplicates"] as const;
const WORDS: Record<(typeof COUNTS)[number], string> = {
  enriched: "enriched",
  noData: "without data: Keepa knows nothing of them",
  rejected: "rejected",
  pending: "pending",
  duplicates: "duplicates of an earlier row",
};

/** Prints what became of each product of a run. */
export function printProducts({ run, summary }: { run: CatalogRun; summary: CatalogSummary }): void {
  const columns = run.parse?.columns.filter(({ target }) => target === "code") ?? [];
  console.log(
    `  catalog ${summary.catalogId}, amazon.${run.options.marketplace}; codes from ${columns.map(({ header }) => plain(header) || "(no name)").join(", ")}`,
  );
  console.log("");
  const shown = COUNTS.filter((count) => summary[count] > 0);
  printTable(
    ["rows", "", ""],
    shown.map((count, index) => [index === 0 ? summary.rows : "", summary[count], WORDS[count]]),
  );
  console.log(`  ${summary.tokensSpent} of Keepa's tokens spent`);
}

/** How the account's tokens stand, and when they will have been enough, in a few words. */
export function tokenWords(input: { tokens: Forecast; pending: number; now: number }): string {
  const { tokens, pending, now } = input;
  const { free, rate, readyAt } = tokens;
  if (free === null || rate === null) return "tokens not known yet";
  const left = `${Math.max(0, free)} tokens left, ${rate} a minute`;
  if (pending === 0) return left;
  if (readyAt === null) return `${left}, no end in sight`;
  return `${left}, ${durationWords(readyAt - now)} to go`;
}

function durationWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 1) return "less than a minute";
  if (minutes < 120) return `about ${minutes} min`;
  return `about ${Math.round(minutes / 60)} h`;
}
