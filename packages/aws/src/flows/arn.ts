import type { FlowName } from "@millrace/core/flow";

/** The ARN of each flow's state machine, of those that the caller has to do with. */
export type Machines = Partial<Record<FlowName, string>>;

/** @throws Error for a flow whose machine the caller was not told */
export function machineOf(machines: Machines, flow: FlowName): string {
  const arn = machines[flow];
  if (arn === undefined) throw new Error(`nobody said which state machine ${flow} is`);
  return arn;
}

/** `arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME`, of `…:stateMachine:MACHINE`. */
export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
}

/** The execution's page in the AWS console. */
export function consoleUrl(arn: string): string {
  const region = arn.split(":")[3];
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${arn}`;
}
