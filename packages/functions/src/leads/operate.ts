import { MillraceError } from "@millrace/core/error";
import { bucket, flows, importDeps, modelCache } from "../deps.ts";
import { parseEvent } from "../event/parse.ts";
import { lambdaHandler } from "../handler.ts";
import { log } from "../observe.ts";
import { Operation, perform } from "./operation.ts";

/** Answers to whoever asked, and no failure of the function: its alarm is for those. */
const REFUSALS: readonly string[] = ["Input.Invalid", "Run.NotFound", "Run.Conflict", "Run.UndoExpired"];

/**
 * Invoked by an operator, from the AWS CLI or the console, with one operation: `{ "action": "retry", "runId": "…" }`.
 * The answer is the operation's, or `{ refused: { name, message } }`.
 */
export const handler = lambdaHandler("Operate", async (event) => {
  try {
    const operation = parseEvent({ schema: Operation, event, what: "operation" });
    log.info("operation begins", { action: operation.action });
    const deps = { ...importDeps(), flows: flows(), modelCache: modelCache(), bucket: bucket() };
    return await perform(operation, deps);
  } catch (error) {
    if (!(error instanceof MillraceError) || !REFUSALS.includes(error.name)) throw error;
    const { name, message } = error;
    log.warn("operation refused", { errorName: name });
    return { refused: { name, message } };
  }
});
