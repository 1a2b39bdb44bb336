import * as z from "zod";
import { ExecutionStatus, FlowName } from "./name.ts";
import { MapRunProgress, StateProgress } from "./progress.ts";

/** What a state was given or gave: any JSON. `z.json()` is made of itself, which an OpenAPI document cannot be made of. */
const Data = z.unknown();

/**
 * One event of an execution, with the type Step Functions gives it.
 *
 * `state` is the state it belongs to, null between states. `input` is what the execution, the state or the task was given;
 * `output` what it gave. Either is a {@link CutPayload} where it was too long. `at` is in milliseconds since 1970-01-01 UTC.
 * Source of the types: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export const FlowEvent = z.object({
  id: z.int(),
  at: z.number(),
  type: z.string(),
  state: z.string().nullable(),
  input: Data.optional(),
  output: Data.optional(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
});
export type FlowEvent = z.infer<typeof FlowEvent>;

/**
 * An execution as its page shows it. Times are in milliseconds since 1970-01-01 UTC. `states` has those that were entered, in that
 * order. `consoleUrl` leads to the execution in the AWS console, where it is there.
 */
export const ExecutionDetail = z.object({
  flow: FlowName,
  name: z.string(),
  status: ExecutionStatus,
  startedAt: z.number(),
  stoppedAt: z.number().nullable(),
  input: Data.nullable(),
  output: Data.nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  consoleUrl: z.string().nullable(),
  states: z.array(StateProgress),
  mapRun: MapRunProgress.nullable(),
});
export type ExecutionDetail = z.infer<typeof ExecutionDetail>;

/**
 * What executions did: Step Functions' own history on AWS, what the engine told on one machine.
 *
 * Inputs and outputs hold pointers and counts, nobody's data; but for those of `customer-refresh`, which are left out.
 */
export interface ExecutionHistory {
  /**
   * Null where no execution has that name, or its history is no longer kept.
   *
   * @throws Store.Throttled
   */
  detail(input: { flow: FlowName; name: string }): Promise<ExecutionDetail | null>;
  /**
   * Events of the execution itself, not of the children of its Map: oldest first, from just after the event `after`. None where
   * {@link ExecutionHistory.detail} is null. Ids grow, also where an execution was begun again from its start.
   *
   * @throws Store.Throttled
   */
  events(input: { flow: FlowName; name: string; after?: number; limit: number }): Promise<FlowEvent[]>;
}

/** True where inputs and outputs of a flow are shown to nobody: those of a refresh hold a person's phone. */
export function isPersonal(flow: FlowName): boolean {
  return flow === "customer-refresh";
}
