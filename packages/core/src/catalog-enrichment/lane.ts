import { MOST_CODES } from "../product/index.ts";
import type { CatalogRun } from "../run/index.ts";
import type { Lane } from "../token-ledger/index.ts";

/**
 * As many codes as the provider takes in one call: what a person or a program waits for is rarely more, and catalogs that wait
 * are held up by no more than one call's tokens.
 */
const MOST_INTERACTIVE = MOST_CODES;

/** Which of the ledger's lanes a run's reservations are in: interactive for a few codes named by the API, batch for files and for more codes. */
export function laneOf({ options }: Pick<CatalogRun, "options">): Lane {
  const { submitted } = options;
  return submitted !== undefined && submitted <= MOST_INTERACTIVE ? "interactive" : "batch";
}
