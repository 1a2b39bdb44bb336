import { say } from "../../packages/core/src/sentence/say.ts";
import type { AlarmInput } from "../alarm.ts";
import { type Catalogs, ENRICH } from "../catalogs.ts";
import type { StageSettings } from "../stage.ts";
import { durationAlarm, executionAlarms, functionAlarms, HOUR, ofService, storeAlarm } from "./common.ts";

/** What can go wrong with the catalog enrichment; its dead letters and the queue of uploads are the lead import's. */
export function catalogAlarms(input: { stage: StageSettings; catalogs: Catalogs }): AlarmInput[] {
  const { stage, catalogs } = input;
  const { ParseCatalog, EnrichProducts } = catalogs.functions;
  return [
    ...functionAlarms(catalogs.functions),
    durationAlarm({ name: "ParseCatalog", fn: ParseCatalog, timeout: stage.parse.timeout }),
    durationAlarm({ name: "EnrichProducts", fn: EnrichProducts, timeout: ENRICH.timeout }),
    ...executionAlarms(catalogs.machines),
    ...keepaAlarms(),
    storeAlarm({ name: "CatalogStoreFailures", service: "catalogs" }),
  ];
}

function keepaAlarms(): AlarmInput[] {
  const own = (name: string) => ofService("catalogs", name);
  return [
    {
      name: "KeepaRefused",
      description: say("alarm.keepaRefused"),
      metrics: { refused: own("KeepaRefused"), calls: own("KeepaCalls") },
      expression: "IF(calls > 0, 100 * FILL(refused, 0) / calls, 0)",
      above: 10,
      period: HOUR,
    },
    {
      name: "KeepaFailures",
      description: say("alarm.keepaFailures"),
      metrics: { failures: own("KeepaFailures"), calls: own("KeepaCalls") },
      expression: "IF(calls > 0, 100 * FILL(failures, 0) / calls, 0)",
      above: 20,
      period: HOUR,
    },
  ];
}
