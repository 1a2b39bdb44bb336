import type { CacheAside } from "../cache/index.ts";
import type { Clock } from "../clock/index.ts";
import type { Sql } from "../shop/index.ts";
import type { StatisticsSettings } from "../statistics/index.ts";

/** What reading and writing customers needs. */
export interface CustomerDeps {
  sql: Sql;
  aside: CacheAside;
  clock: Clock;
  /** Ids of what is created. */
  uuid: () => string;
  /** By its home country a phone's cached statistics are named. */
  statistics: Pick<StatisticsSettings, "homeCountry">;
}
