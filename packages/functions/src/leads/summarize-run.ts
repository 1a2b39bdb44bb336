import { summarizeRun } from "@millrace/core/lead-import";
import { importDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";
import { measure } from "../observe.ts";

export const handler = lambdaHandler("SummarizeRun", async (event) => {
  const summary = await summarizeRun(event, importDeps());
  if (summary.ms > 0) measure("FileProcessingRate", summary.rows / (summary.ms / 1000));
  return summary;
});
