import type { Clock } from "../clock/index.ts";
import type { LeadStore } from "../lead/store.ts";
import type { Log } from "../log/index.ts";
import type { LeadModel } from "../model/index.ts";
import type { ObjectStore } from "../object/index.ts";
import type { RunStore } from "../run/index.ts";

/** What deciding on whole runs needs, of whichever flow. */
export type RunDeps = Pick<ImportDeps, "objects" | "runs" | "clock" | "log">;

/** What the steps of the lead import need from outside. */
export interface ImportDeps {
  objects: ObjectStore;
  leads: LeadStore;
  runs: RunStore;
  clock: Clock;
  log: Log;
  /** Null where no language model is configured: rules alone decide. */
  model: LeadModel | null;
}
