import { redriveDeadLetters } from "@millrace/core/run-lifecycle";
import { deadLetters, flows, importDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";

/** Invoked by hand, once what made the batches fail has been put right: `{}` or `{ "limit": 100 }`. */
export const handler = lambdaHandler("Redriver", (event) =>
  redriveDeadLetters(event, { ...importDeps(), flows: flows(), deadLetters: deadLetters() }),
);
