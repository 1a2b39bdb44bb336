import type { LeadStore } from "../lead/store.ts";
import type { LeadModel } from "../model/index.ts";
import type { RunDeps } from "../run-lifecycle/deps.ts";

/** What the steps of the lead import need from outside. */
export interface ImportDeps extends RunDeps {
  leads: LeadStore;
  /** Null where no language model is configured: rules alone decide. */
  model: LeadModel | null;
}
