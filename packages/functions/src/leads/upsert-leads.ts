import { type ImportDeps, upsertLeads } from "@millrace/core/lead-import";
import { importDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";
import { measure } from "../observe.ts";

export const handler = lambdaHandler("UpsertLeads", async (event) => {
  const deps = importDeps();
  const upserted = await upsertLeads(event, { ...deps, leads: metered(deps) });
  const { created, updated, unchanged, superseded } = upserted;
  measure("RowsProcessed", created + updated + unchanged + superseded);
  measure("LeadsCreated", created);
  measure("LeadsUpdated", updated);
  return upserted;
});

/** The lead store, which measures what duplicate detection finds and how long it takes. */
function metered({ leads, clock }: ImportDeps): ImportDeps["leads"] {
  return {
    ...leads,
    async advance(input) {
      const started = clock.now();
      const before = await leads.advance(input);
      measure("DuplicateDetectionLatency", clock.now() - started);
      measure("DuplicateLeadsDetected", before.filter((lead) => lead !== null).length);
      return before;
    },
  };
}
