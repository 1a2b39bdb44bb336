import type { Json } from "@millrace/asl";
import * as z from "zod";
import { type App, all } from "../equipment/stacks.ts";

/** A pattern of EventBridge, as far as ours go: the values an attribute may have. */
interface Pattern {
  [attribute: string]: Pattern | (string | number)[];
}
const Pattern: z.ZodType<Pattern> = z.record(
  z.string(),
  z.union([z.array(z.union([z.string(), z.number()])), z.lazy(() => Pattern)]),
);

const Rule = z.object({
  name: z.string(),
  arn: z.string(),
  eventPattern: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(Pattern),
});
const Target = z.object({ rule: z.string(), arn: z.string() });

/** The app's rules that an event satisfies, each with the ARN of what it sends the event to. */
export function rulesFor(app: App, event: Json): { arn: string; target: string }[] {
  const targets = all(app, "aws:cloudwatch/eventTarget:EventTarget", Target).map(([, target]) => target);
  return all(app, "aws:cloudwatch/eventRule:EventRule", Rule)
    .filter(([, { eventPattern }]) => matches(eventPattern, event))
    .flatMap(([, { name, arn }]) =>
      targets.filter(({ rule }) => rule === name).map(({ arn: target }) => ({ arn, target })),
    );
}

/** The ARNs that the app's rules send an event to. */
export function targetsOf(app: App, event: Json): string[] {
  return rulesFor(app, event).map(({ target }) => target);
}

function matches(pattern: Pattern, event: unknown): boolean {
  const attributes = z.record(z.string(), z.unknown()).safeParse(event);
  if (!attributes.success) return false;
  return Object.entries(pattern).every(([name, wanted]) => {
    const value = attributes.data[name];
    return Array.isArray(wanted) ? wanted.some((one) => one === value) : matches(wanted, value);
  });
}
