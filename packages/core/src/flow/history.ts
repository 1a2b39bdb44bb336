import * as z from "zod";
import { ExecutionStatus, FlowName } from "./name.ts";

/** One event of an execution, under the names that Step Functions gives them, such as TaskStateEntered. */
export const FlowEvent = z.object({
  id: z.int(),
  /** In ms. */
  at: z.number(),
  type: z.string(),
  state: z.string().nullable(),
  input: z.json().optional(),
  output: z.json().optional(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
});
export type FlowEvent = z.infer<typeof FlowEvent>;

/** How often a state of the definition was entered and how it was left; of states inside a Map, by its children. */
export const StateProgress = z.object({
  name: z.string(),
  /** How many are in it now. */
  running: z.int(),
  done: z.int(),
  /** Errors that were caught count as well. */
  failed: z.int(),
});
export type StateProgress = z.infer<typeof StateProgress>;

export const MapRunProgress = z.object({
  state: z.string(),
  total: z.int(),
  pending: z.int(),
  running: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  /** Its page in the AWS console; null on one machine. */
  consoleUrl: z.string().nullable(),
});
export type MapRunProgress = z.infer<typeof MapRunProgress>;

export const ExecutionDetail = z.object({
  flow: FlowName,
  name: z.string(),
  status: ExecutionStatus,
  startedAt: z.number(),
  stoppedAt: z.number().nullable(),
  input: z.json().nullable(),
  output: z.json().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  consoleUrl: z.string().nullable(),
  states: z.array(StateProgress),
  mapRun: MapRunProgress.nullable(),
});
export type ExecutionDetail = z.infer<typeof ExecutionDetail>;

/** What executions did, for those who look at them. States carry pointers and counts: no personal data. */
export interface ExecutionHistory {
  /** Null where no execution has that name. */
  detail(input: { flow: FlowName; name: string }): Promise<ExecutionDetail | null>;
  /** Events of the execution itself, not of a Distributed Map's children, oldest first, from just after the event `after` on. */
  events(input: { flow: FlowName; name: string; after?: number; limit: number }): Promise<FlowEvent[]>;
}
