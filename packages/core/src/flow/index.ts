import { MillraceError } from "../error.ts";
import type { ExecutionStatus, FlowName } from "./name.ts";

export * from "./history.ts";
export * from "./name.ts";
export * from "./payload.ts";
export * from "./progress.ts";

/**
 * Step Functions takes up to 80 characters, and more kinds of them than its logs can name.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
const EXECUTION_NAME = /^[0-9A-Za-z_-]{1,80}$/;

/** @throws Input.Invalid for a name that no execution can have */
export function checkExecutionName(name: string): void {
  if (EXECUTION_NAME.test(name)) return;
  throw new MillraceError("Input.Invalid", "an execution's name is 1 to 80 of a-z, A-Z, 0-9, _ and -");
}

/** Starts and watches executions: Step Functions on AWS, the engine on one machine. */
export interface Flows {
  /**
   * Starts an execution under a name of its own among those of its flow: 1 to 80 of a-z, A-Z, 0-9, _ and -.
   * A name used before starts nothing and is no error: the same event may arrive twice. While that execution runs, the
   * same name with the same input may be answered as `started`.
   *
   * @param input.input - anything JSON can carry; the execution is given what JSON makes of it
   * @throws Input.Invalid for any other name
   */
  start(input: { flow: FlowName; name: string; input: unknown }): Promise<"started" | "exists">;
  /** Null where no execution has that name. */
  describe(input: { flow: FlowName; name: string }): Promise<ExecutionStatus | null>;
  /** Stops an execution; one that has ended, or never was, is no error. */
  stop(input: { flow: FlowName; name: string; cause: string }): Promise<void>;
}
