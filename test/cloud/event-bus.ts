import type { Json } from "@millrace/asl";
import * as z from "zod";
import { type App, all, queues, ResourcePolicy } from "../equipment/stacks.ts";
import { allows, grantsOf } from "./iam.ts";
import { rulesFor } from "./rules.ts";

const Policies = ResourcePolicy.extend({ queueUrl: z.string() });

/**
 * The URLs of the queues that EventBridge puts an event into: where a rule says so, and the queue's policy lets that rule.
 *
 * @throws Error where a rule sends to a queue whose policy refuses it: EventBridge would lose the event
 */
export function queuesFor(app: App, event: Json): string[] {
  const policies = all(app, "aws:sqs/queuePolicy:QueuePolicy", Policies);
  return rulesFor(app, event).flatMap(({ arn: rule, target }) =>
    queues(app)
      .filter(([, { arn }]) => arn === target)
      .map(([, { url, name, arn }]) => {
        const statements = policies.flatMap(([, { queueUrl, policy }]) => (queueUrl === url ? policy : []));
        const act = { action: "sqs:SendMessage", resource: arn, context: { "aws:SourceArn": rule } };
        const ofEvents = statements.filter(
          ({ Principal }) => Principal?.Service?.includes("events.amazonaws.com") ?? false,
        );
        if (!grantsOf(name, ofEvents).some((grant) => allows(grant, act))) {
          throw new Error(`${name} takes nothing from ${rule}`);
        }
        return url;
      }),
  );
}
