import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";
import { getCustomers, MOST_IDS } from "../shop/index.ts";
import type { CustomerDeps } from "./deps.ts";
import { customerEntry, customerRanking } from "./entries.ts";

/** One query reads no more; a tenant's most used customers are fewer. */
export const MOST_WARMED = MOST_IDS;

/**
 * Loads a tenant's most used customers into the cache, as after {@link forgetCached} or in the morning: by one read of the cache, one query
 * and one pipeline.
 *
 * @param input.limit - at most {@link MOST_WARMED}
 * @returns how many there are that are used, and how many had to be loaded
 * @throws Sql.Unavailable
 * @throws Input.Invalid where the limit is above {@link MOST_WARMED}
 */
export async function warmCustomers(
  { tenantId, limit }: { tenantId: string; limit: number },
  { sql, aside }: CustomerDeps,
): Promise<{ asked: number; loaded: number }> {
  if (limit > MOST_WARMED)
    throw new MillraceError("Input.Invalid", say("request.warmed", { most: MOST_WARMED }));
  return aside.warm({
    kind: customerEntry,
    ranking: customerRanking(tenantId),
    limit,
    async load(ids) {
      const customerIds = ids.map(({ customerId }) => customerId);
      const found = await getCustomers({ sql, tenantId, customerIds });
      return customerIds.map((id) => found.get(id) ?? null);
    },
  });
}

/**
 * Removes all that is cached of a tenant, in one step: after its data were changed by another way than this program.
 *
 * @throws Cache.Unavailable where it may all still be there
 */
export function forgetCached({ tenantId }: { tenantId: string }, { aside }: CustomerDeps): Promise<void> {
  return aside.invalidateGroup(tenantId);
}
