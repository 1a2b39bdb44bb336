import { isCatalogRun, type RunStore } from "../run/index.ts";

/** Runs read from the store at once. */
const PAGE = 200;

/** The catalogs that a tenant's runs are of, in order of their ids. */
export async function catalogIdsOf(input: {
  runs: Pick<RunStore, "list">;
  tenantId: string;
}): Promise<string[]> {
  const { runs, tenantId } = input;
  const ids = new Set<string>();
  for (let before: string | undefined; ; ) {
    const page = await runs.list({ tenantId, limit: PAGE, ...(before === undefined ? {} : { before }) });
    for (const run of page) if (isCatalogRun(run)) ids.add(run.options.catalogId);
    before = page.at(-1)?.order;
    if (before === undefined) return [...ids].toSorted();
  }
}
