import { closeRun, runOfExecution } from "@millrace/core/run-lifecycle";
import { importDeps } from "../deps.ts";
import { endedExecution } from "../event/execution.ts";
import { lambdaHandler } from "../handler.ts";

/** Invoked by EventBridge for each execution of a run that did not end well. */
export const handler = lambdaHandler("CloseRun", (event) => {
  const { name, error } = endedExecution(event);
  return closeRun({ runId: runOfExecution(name), execution: name, error }, importDeps());
});
