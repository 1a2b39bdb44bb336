import {
  FLOWS_OF_RUNS,
  type FlowOfRun,
  flowOf,
  isCatalogRun,
  type Run,
  type RunStatus,
  type RunStore,
} from "../run/index.ts";
import { decodeCursor, encodeCursor, type Page } from "../shop/list.ts";

/** Runs read at once where only some are wanted. */
const READ_AT_ONCE = 100;
/** So many are read for one page at most: where few are wanted a page is short, and another follows. */
const MOST_READ = 500;

/**
 * A page of a tenant's runs, newest first. Where only some are wanted it may hold fewer than `limit`, though another follows.
 *
 * @param input.flows - only runs of these
 * @param input.status - only runs that stand so
 * @param input.catalogId - only runs of this catalog
 * @param input.user - only runs that this API key began by its id; "drop": those of files
 * @throws Input.Invalid where the cursor is none of such a list
 */
export async function listRuns(
  input: {
    tenantId: string;
    flows: readonly FlowOfRun[];
    status?: RunStatus | undefined;
    catalogId?: string | undefined;
    user?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
  { runs }: { runs: Pick<RunStore, "list"> },
): Promise<Page<Run>> {
  const { tenantId, flows, status, catalogId, user, cursor, limit } = input;
  const isOfCatalog = catalogId !== undefined || user !== undefined;
  const isWanted = (run: Run) =>
    flows.includes(flowOf(run.options)) &&
    (status === undefined || run.status === status) &&
    (!isOfCatalog ||
      (isCatalogRun(run) &&
        (catalogId === undefined || run.options.catalogId === catalogId) &&
        (user === undefined || run.options.user === user)));
  if (flows.length === 0) return { items: [], nextCursor: null };
  const isPicky = status !== undefined || isOfCatalog || flows.length < FLOWS_OF_RUNS.length;
  const size = isPicky ? Math.max(READ_AT_ONCE, limit + 1) : limit + 1;
  const found: Run[] = [];
  let before = cursor === undefined ? undefined : decodeCursor(cursor).id;
  for (let read = 0; read < MOST_READ; ) {
    const page = await runs.list({ tenantId, limit: size, ...(before === undefined ? {} : { before }) });
    found.push(...page.filter(isWanted));
    const end = found[limit - 1];
    if (found.length > limit && end !== undefined) {
      return { items: found.slice(0, limit), nextCursor: cursorAt(end.order) };
    }
    before = page.at(-1)?.order;
    if (page.length < size || before === undefined) return { items: found, nextCursor: null };
    read += page.length;
  }
  return { items: found, nextCursor: before === undefined ? null : cursorAt(before) };
}

/** The order alone says where a run stands. */
function cursorAt(order: string): string {
  return encodeCursor({ at: 0, id: order });
}
