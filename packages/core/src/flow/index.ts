/** The state machines of `stacks/flows`, by file name. */
export type FlowName = "lead-import" | "lead-undo";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** Starts and watches executions: Step Functions on AWS, the engine on one machine. */
export interface Flows {
  /**
   * Starts an execution under a name of its own (at most 80 characters).
   * A name used before starts nothing and is no error: the same event may arrive twice.
   */
  start(input: { flow: FlowName; name: string; input: unknown }): Promise<"started" | "exists">;
  /** Null where no execution has that name. */
  describe(input: { flow: FlowName; name: string }): Promise<ExecutionStatus | null>;
  /** Stops an execution; one that has ended, or never was, is no error. */
  stop(input: { flow: FlowName; name: string; cause: string }): Promise<void>;
}
