import { parseFile } from "@millrace/core/lead-import";
import { importDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";
import { measure } from "../observe.ts";

export const handler = lambdaHandler("ParseFile", async (event) => {
  const parsed = await parseFile(event, importDeps());
  if (!parsed.isNew) return parsed;
  // The others are processed by UpsertLeads, which counts them then.
  measure("RowsProcessed", parsed.duplicates + parsed.rejected);
  measure("RowsRejected", parsed.rejected);
  measure("DuplicateLeadsDetected", parsed.duplicates);
  return parsed;
});
