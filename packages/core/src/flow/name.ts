import * as z from "zod";

/** The state machines of `stacks/flows`, by file name. */
export const FlowName = z.enum(["lead-import", "lead-undo", "catalog-enrichment", "customer-refresh"]);
export type FlowName = z.infer<typeof FlowName>;

export const ExecutionStatus = z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]);
export type ExecutionStatus = z.infer<typeof ExecutionStatus>;
