import { isLeadRun, type RunStore } from "../run/index.ts";

/** So many runs are looked through: a file that comes every week is among them for years. */
const RECENT_RUNS = 200;

/** The columns that were chosen for the tenant's newest run with the same header; null where none were. */
export async function rememberedColumns(
  { tenantId, header }: { tenantId: string; header: readonly string[] },
  { runs }: { runs: Pick<RunStore, "list"> },
): Promise<Record<string, string> | null> {
  const recent = await runs.list({ tenantId, limit: RECENT_RUNS });
  const same = recent
    .filter(isLeadRun)
    .find(({ parse, options }) => isSame(parse?.header, header) && Object.keys(options.columns).length > 0);
  return same?.options.columns ?? null;
}

function isSame(one: readonly string[] | undefined, other: readonly string[]): boolean {
  return one?.length === other.length && one.every((name, index) => name === other[index]);
}
