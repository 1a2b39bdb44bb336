import { type CatalogRun, isCatalogRun, type RunStore } from "../run/index.ts";

/** Runs read from the store at once. */
const PAGE = 200;

/** The newest run of each catalog that a tenant's runs are of, in order of the catalogs' ids. */
export async function latestRunsOf(input: {
  runs: Pick<RunStore, "list">;
  tenantId: string;
}): Promise<CatalogRun[]> {
  const { runs, tenantId } = input;
  const latest = new Map<string, CatalogRun>();
  for (let before: string | undefined; ; ) {
    const page = await runs.list({ tenantId, limit: PAGE, ...(before === undefined ? {} : { before }) });
    for (const run of page.filter(isCatalogRun)) {
      // Newest first: the first of a catalog is its last.
      if (!latest.has(run.options.catalogId)) latest.set(run.options.catalogId, run);
    }
    before = page.at(-1)?.order;
    if (before === undefined) break;
  }
  const byId = [...latest].toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return byId.map(([, run]) => run);
}

/** The catalogs that a tenant's runs are of, in order of their ids. */
export async function catalogIdsOf(input: {
  runs: Pick<RunStore, "list">;
  tenantId: string;
}): Promise<string[]> {
  return (await latestRunsOf(input)).map(({ options }) => options.catalogId);
}
