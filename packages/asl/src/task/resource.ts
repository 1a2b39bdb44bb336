import { StatesError } from "../error.ts";
import type { OtherCall } from "./runner.ts";

export type Resource =
  | { kind: "lambda"; functionArn: string; functionName: string }
  | { kind: "activity"; activityArn: string }
  | { kind: "service"; service: string; action: string; pattern: OtherCall["pattern"]; resource: string };

const PATTERNS: ReadonlyMap<string | undefined, OtherCall["pattern"]> = new Map([
  [undefined, "requestResponse"],
  ["sync", "sync"],
  ["sync:2", "sync:2"],
  ["waitForTaskToken", "waitForTaskToken"],
]);

/**
 * Takes a Task's Resource apart.
 *
 * @throws StatesError States.Runtime for what is no ARN of a function, an activity or an integration
 */
export function parseResource(arn: string): Resource {
  const integration = /^arn:[^:]*:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):([^:.]+)(?:\.(.+))?$/.exec(arn);
  const service = integration?.[1];
  const action = integration?.[2];
  if (service === "activity" || /^arn:(?:.*:)?activity(?::|$)/.test(arn)) {
    return { kind: "activity", activityArn: arn };
  }
  const functionName = functionNameOf(arn);
  if (functionName !== arn) return { kind: "lambda", functionArn: arn, functionName };
  const pattern = PATTERNS.get(integration?.[3]);
  if (service === undefined || action === undefined || pattern === undefined) {
    throw new StatesError("States.Runtime", `The resource '${arn}' is not supported.`);
  }
  const suffix = integration?.[3];
  return {
    kind: "service",
    service,
    action,
    pattern,
    resource: suffix === undefined ? action : `${action}.${suffix}`,
  };
}

/** The name in a function's ARN, without version or alias; anything else is returned as it is. */
export function functionNameOf(arnOrName: string): string {
  return /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(arnOrName)?.[1] ?? arnOrName;
}
