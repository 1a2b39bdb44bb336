import { existsSync } from "node:fs";
import { join } from "node:path";

/** Public test material, beside the checkout and never in it. */
export const CORPORA = join(import.meta.dirname, "../../../../shared/corpora");

/** How well one thing is done, on cases whose right answers somebody else wrote. */
export interface Scored {
  what: string;
  cases: number;
  /** 0 to 1. */
  score: number;
  /** What went wrong, the worst first, a line each. */
  misses: string[];
}

/** The share of cases that went right. */
export function shareOf({ cases, wrong }: { cases: number; wrong: number }): number {
  return cases === 0 ? 0 : (cases - wrong) / cases;
}

/** Measures, and prints every miss; without the test material it says so. */
export async function printScored(score: () => Scored[] | Promise<Scored[]>): Promise<void> {
  if (!existsSync(CORPORA)) {
    console.log(`Nothing is measured: the test material is not at ${CORPORA}`);
    return;
  }
  for (const { what, cases, score: share, misses } of await score()) {
    console.log(`${what}: ${share.toFixed(4)} of ${cases}`);
    for (const miss of misses) console.log(`  ${miss}`);
  }
}
