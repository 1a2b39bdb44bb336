import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  ExecutionStatus as SfnStatus,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { checkExecutionName, type ExecutionStatus, type FlowName, type Flows } from "@millrace/core/flow";
import * as z from "zod";
import { throttledByName } from "../backoff/index.ts";
import { executionArn, type Machines, machineOf } from "./arn.ts";

/** A redrive that has not begun yet is under way to whoever asks. */
export const Status = z
  .enum(SfnStatus)
  .transform((status): ExecutionStatus => (status === "PENDING_REDRIVE" ? "RUNNING" : status));

/**
 * Flows as standard state machines of Step Functions.
 *
 * A name is used once: Step Functions refuses it for 90 days after its execution has ended. While that runs, the same name
 * with the same input is answered as if it were new, and starts nothing.
 *
 * @param input.client - made by `sfnClient`
 * @param input.machines - the ARN of each flow's state machine, of those that the caller has to do with
 */
export function stepFunctions(input: { client: SFNClient; machines: Machines }): Flows {
  const { client, machines } = input;
  const arnOf = (flow: FlowName, name: string) => executionArn(machineOf(machines, flow), name);
  return {
    async start({ flow, name, input: given }) {
      checkExecutionName(name);
      const command = new StartExecutionCommand({
        stateMachineArn: machineOf(machines, flow),
        name,
        input: JSON.stringify(given),
      });
      try {
        await throttledByName(() => client.send(command));
        return "started";
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return "exists";
        throw error;
      }
    },

    async describe({ flow, name }) {
      const command = new DescribeExecutionCommand({ executionArn: arnOf(flow, name) });
      try {
        return Status.parse((await throttledByName(() => client.send(command))).status);
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return null;
        throw error;
      }
    },

    async stop({ flow, name, cause }) {
      const command = new StopExecutionCommand({
        executionArn: arnOf(flow, name),
        error: "Run.Cancelled",
        cause,
      });
      try {
        await throttledByName(() => client.send(command));
      } catch (error) {
        if (!(error instanceof ExecutionDoesNotExist)) throw error;
      }
    },
  };
}
