import { type Cache, type EntryState, entryState } from "../cache/index.ts";
import type { Clock } from "../clock/index.ts";
import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";
import { sanitisePhone } from "./phone.ts";
import type { StatisticsSettings } from "./settings.ts";
import { statisticsEntry } from "./statistics.ts";

/**
 * What the cache has of the statistics of a phone; looking changes nothing.
 *
 * @param input.phone - as somebody wrote it
 * @throws Input.Invalid where the text is no phone number
 * @throws Cache.Unavailable
 */
export async function cachedStatistics(
  input: { phone: string },
  deps: { cache: Pick<Cache, "read">; clock: Clock; settings: StatisticsSettings },
): Promise<EntryState> {
  const phone = sanitisePhone({ text: input.phone, homeCountry: deps.settings.homeCountry });
  if (phone === null) throw new MillraceError("Input.Invalid", say("request.phone"));
  return entryState({ kind: statisticsEntry, id: phone }, deps);
}
