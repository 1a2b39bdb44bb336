import { say } from "../../packages/core/src/sentence/say.ts";
import type { AlarmInput } from "../alarm.ts";
import type { Leads } from "../leads.ts";
import type { StageSettings } from "../stage.ts";
import {
  durationAlarm,
  executionAlarms,
  functionAlarms,
  HOUR,
  ofFunction,
  ofService,
  storeAlarm,
  waitingAlarm,
} from "./common.ts";

/** What can go wrong with the lead import. */
export function leadAlarms(input: { stage: StageSettings; leads: Leads }): AlarmInput[] {
  const { stage, leads } = input;
  return [
    ...functionAlarms(leads.functions),
    ...timeAlarms(stage, leads),
    ...queueAlarms(leads),
    ...executionAlarms(leads.machines),
    ...importAlarms(),
  ];
}

function timeAlarms(stage: StageSettings, { functions, hasModel }: Leads): AlarmInput[] {
  const { ParseFile, StandardizeLeads, UpsertLeads } = functions;
  return [
    durationAlarm({ name: "ParseFile", fn: ParseFile, timeout: stage.parse.timeout }),
    durationAlarm({ name: "StandardizeLeads", fn: StandardizeLeads, timeout: stage.standardize.timeout }),
    durationAlarm({ name: "UpsertLeads", fn: UpsertLeads, timeout: stage.upsert.timeout }),
    {
      name: "BatchTime",
      description: say("alarm.batchTime"),
      metrics: {
        standardize: ofFunction(StandardizeLeads, "Duration", "Average"),
        upsert: ofFunction(UpsertLeads, "Duration", "Average"),
      },
      expression: "standardize + upsert",
      above: hasModel.apply((asks) => 1.3 * (asks ? stage.usualBatchMs.model : stage.usualBatchMs.rules)),
      period: HOUR,
    },
  ];
}

function queueAlarms({ uploads, deadLetters }: Leads): AlarmInput[] {
  return [
    waitingAlarm({
      name: "UploadsDepth",
      queue: uploads,
      above: 100,
      description: say("alarm.uploadsDepth"),
    }),
    waitingAlarm({
      name: "BatchDeadLetters",
      queue: deadLetters.batches,
      above: 0,
      description: say("alarm.batchLetters"),
    }),
    waitingAlarm({
      name: "UploadDeadLetters",
      queue: deadLetters.uploads,
      above: 0,
      description: say("alarm.uploadLetters"),
    }),
    waitingAlarm({
      name: "EndingDeadLetters",
      queue: deadLetters.endings,
      above: 0,
      description: say("alarm.endingLetters"),
    }),
  ];
}

function importAlarms(): AlarmInput[] {
  const own = (name: string) => ofService("leads", name);
  return [
    {
      name: "Duplicates",
      description: say("alarm.duplicates"),
      metrics: { duplicates: own("DuplicateLeadsDetected"), rows: own("RowsProcessed") },
      expression: "IF(rows > 0, 100 * duplicates / rows, 0)",
      above: 50,
      period: HOUR,
    },
    storeAlarm({ name: "StoreFailures", service: "leads" }),
  ];
}
