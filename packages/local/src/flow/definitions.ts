import { readFileSync } from "node:fs";
import { type StateMachine, validate } from "@millrace/asl";
import type { FlowName } from "@millrace/core/flow";

/** What the definitions' `${…}` stand for on one machine; on AWS they are ARNs and URLs. */
export const BUCKET = "millrace";
export const DEAD_LETTERS = "dead-letters";

/** Where the flows find this machine's API: a name for it, as their requests do not leave the process. */
export const API_URL = "http://127.0.0.1";

/** A machine is its own development environment, and knows no other. */
const VALUES: Record<string, string> = {
  Bucket: BUCKET,
  DeadLetterQueueUrl: DEAD_LETTERS,
  DevelopmentEndpoint: API_URL,
  DevelopmentConnection: "this machine",
  StagingEndpoint: "none",
  StagingConnection: "none",
  ProductionEndpoint: "none",
  ProductionConnection: "none",
};

/**
 * A state machine of `stacks/flows`, as the engine runs it here: functions keep their names.
 *
 * @throws Error naming the first fault of a definition that Step Functions would refuse
 */
export function flowDefinition(flow: FlowName): StateMachine {
  const file = new URL(`../../../../stacks/flows/${flow}.asl.json`, import.meta.url);
  const text = readFileSync(file, "utf8").replace(/\$\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? name);
  const definition: StateMachine = JSON.parse(text);
  const [issue] = validate(definition);
  if (issue !== undefined) throw new Error(`${flow}.asl.json is wrong at ${issue.path}: ${issue.message}`);
  return definition;
}
