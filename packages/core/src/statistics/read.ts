import type { CacheAside, Cached } from "../cache/index.ts";
import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";
import type { Sql } from "../shop/index.ts";
import { sanitisePhone } from "./phone.ts";
import { customerStatistics } from "./query.ts";
import type { StatisticsSettings } from "./settings.ts";
import { type CustomerStatistics, statisticsEntry } from "./statistics.ts";

/** Statistics of one phone, by its sanitised name, and where they are from. */
export interface ReadStatistics extends Cached<CustomerStatistics> {
  phone: string;
}

/**
 * Statistics of one phone through the cache; `value` null where no customer has it.
 *
 * @param input.phone - as somebody wrote it
 * @param input.fresh - read from the database whatever the cache holds, by one reader at a time
 * @throws Input.Invalid where the text is no phone number
 * @throws Sql.Unavailable where the database does not answer and nothing is cached
 */
export async function readStatistics(
  input: { phone: string; fresh: boolean },
  deps: { sql: Sql; aside: CacheAside; settings: StatisticsSettings },
): Promise<ReadStatistics> {
  const { sql, aside, settings } = deps;
  const phone = sanitisePhone({ text: input.phone, homeCountry: settings.homeCountry });
  if (phone === null) throw new MillraceError("Input.Invalid", say("request.phone"));
  const load = async () =>
    (await customerStatistics({ sql, phones: [phone], ...settings })).get(phone) ?? null;
  const one = { kind: statisticsEntry, id: phone, load };
  return { phone, ...(input.fresh ? await aside.refresh(one) : await aside.get(one)) };
}
