import * as z from "zod";
import { parseEvent } from "./parse.ts";

/**
 * What EventBridge says of an execution that has ended.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
const ExecutionEvent = z
  .looseObject({
    source: z.literal("aws.states"),
    "detail-type": z.literal("Step Functions Execution Status Change"),
    detail: z.looseObject({
      name: z.string().min(1),
      status: z.enum(["FAILED", "TIMED_OUT", "ABORTED"]),
      error: z.string().nullish(),
      cause: z.string().nullish(),
    }),
  })
  .transform(({ detail }) => detail);

/** An execution that did not end well, in Step Functions' own shape of an error. */
export interface EndedExecution {
  name: string;
  error: { Error: string; Cause: string };
}

const UNNAMED = {
  FAILED: { Error: "Run.Failed", Cause: "the execution failed without a name" },
  TIMED_OUT: { Error: "States.Timeout", Cause: "the execution ran out of time" },
  ABORTED: { Error: "Run.Aborted", Cause: "the execution was stopped by hand" },
};

/** @throws Input.Invalid */
export function endedExecution(event: unknown): EndedExecution {
  const { name, status, error, cause } = parseEvent({
    schema: ExecutionEvent,
    event,
    what: "event of an execution that ended",
  });
  const unnamed = UNNAMED[status];
  return { name, error: { Error: error || unnamed.Error, Cause: cause || unnamed.Cause } };
}
