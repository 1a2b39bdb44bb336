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

/** A redrive that has not begun yet is under way to whoever asks. */
const Status = z
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
export function stepFunctions(input: {
  client: SFNClient;
  machines: Partial<Record<FlowName, string>>;
}): Flows {
  const { client, machines } = input;
  const machineOf = (flow: FlowName): string => {
    const arn = machines[flow];
    if (arn === undefined) throw new Error(`nobody said which state machine ${flow} is`);
    return arn;
  };
  return {
    async start({ flow, name, input: given }) {
      checkExecutionName(name);
      const command = new StartExecutionCommand({
        stateMachineArn: machineOf(flow),
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
      const command = new DescribeExecutionCommand({ executionArn: executionArn(machineOf(flow), name) });
      try {
        return Status.parse((await throttledByName(() => client.send(command))).status);
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return null;
        throw error;
      }
    },

    async stop({ flow, name, cause }) {
      const command = new StopExecutionCommand({
        executionArn: executionArn(machineOf(flow), name),
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

/** `arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME`, of `…:stateMachine:MACHINE`. */
function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
}
