import { type ImportDeps, standardizeLeads } from "@millrace/core/lead-import";
import { importDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";
import { leadModelOfStage } from "../model.ts";
import { measure } from "../observe.ts";

export const handler = lambdaHandler("StandardizeLeads", async (event) => {
  const deps = importDeps();
  return standardizeLeads(event, { ...deps, runs: metered(deps.runs), model: leadModelOfStage() });
});

/** The run store, which measures what the model is said to have cost. */
function metered(runs: ImportDeps["runs"]): ImportDeps["runs"] {
  return {
    ...runs,
    spend(input) {
      const { calls, promptTokens, completionTokens, costUsd } = input.usage;
      measure("ModelCalls", calls);
      measure("ModelPromptTokens", promptTokens);
      measure("ModelCompletionTokens", completionTokens);
      measure("ModelCostUsd", costUsd);
      return runs.spend(input);
    },
  };
}
