import { isOwnColumn } from "../lead/index.ts";
import { type ImportOptions, isLeadRun, type RunStore } from "../run/index.ts";

/** So many runs are looked through: a file that comes every week is among them for years. */
const RECENT_RUNS = 200;

/** What was chosen for files like this one; null for what nobody chose. */
export interface RememberedChoice {
  columns: ImportOptions["columns"] | null;
  country: ImportOptions["country"];
}

/** What was chosen for the tenant's newest runs with the same header; a file of rejected rows has that of the file it comes from. */
export async function rememberedChoice(
  { tenantId, header }: { tenantId: string; header: readonly string[] },
  { runs }: { runs: Pick<RunStore, "list"> },
): Promise<RememberedChoice> {
  const recent = await runs.list({ tenantId, limit: RECENT_RUNS });
  const wanted = uploaders(header);
  const same = recent.filter(isLeadRun).filter(({ parse }) => isSame(uploaders(parse?.header ?? []), wanted));
  const columns = same.find(({ options }) => Object.keys(options.columns).length > 0);
  const country = same.find(({ options }) => options.country !== null);
  return { columns: columns?.options.columns ?? null, country: country?.options.country ?? null };
}

/** The columns of the uploader alone, without those that a file of rejected rows has behind them. */
function uploaders(header: readonly string[]): readonly string[] {
  const last = header.findLastIndex((name) => name !== "" && !isOwnColumn(name));
  return header.slice(0, last + 1);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length > 0 && one.length === other.length && one.every((name, index) => name === other[index]);
}
