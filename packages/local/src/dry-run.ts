import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lead, LeadStore } from "@millrace/core/lead";
import { silentLog } from "@millrace/core/log";
import type { App } from "./app.ts";
import { localFlows } from "./flow/flows.ts";
import { openStores } from "./store/index.ts";
import { random, thisProcess, uuid } from "./system.ts";

/**
 * An app that runs the same flow on a folder of its own, against the real leads, and changes none of them. Answers of
 * the model are kept where the real run finds them: what was paid for is not paid for again.
 */
export async function rehearsal(app: App): Promise<App> {
  const dataDir = await mkdtemp(join(tmpdir(), "millrace-dry-run-"));
  const { clock } = app;
  const stores = openStores({ dataDir, clock, uuid, owner: thisProcess });
  const deps = {
    ...app.deps,
    objects: stores.objects,
    runs: stores.runs,
    leads: untouched(app.deps.leads),
    log: silentLog,
  };
  const flows = localFlows({ stores, deps, clock, random, uuid });
  return {
    ...app,
    dataDir,
    deps: { ...deps, flows },
    flows,
    async close() {
      await flows.close();
      stores.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Deletes what a rehearsal has written, at once: its process is about to end. */
export function giveUpRehearsal({ dataDir }: App): string {
  rmSync(dataDir, { recursive: true, force: true });
  return "the dry run is interrupted: nothing was changed";
}

/** The leads as they are: what would be written is only looked up. */
function untouched(leads: LeadStore): LeadStore {
  return {
    ...leads,
    async putVersions() {},
    async advance({ versions }) {
      const before: (Lead | null)[] = [];
      for (const { tenantId, leadId } of versions) before.push(await leads.get({ tenantId, leadId }));
      return before;
    },
  };
}
