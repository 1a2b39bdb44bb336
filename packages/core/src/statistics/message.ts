import * as z from "zod";
import { MillraceError } from "../error.ts";

/** A message of the queue of customer events, as Lambda gives it. */
export interface QueueRecord {
  messageId: string;
  body: string;
}

/**
 * An event about a customer, as the application sends it or as EventBridge wraps it. Without `detail` it is another event; without a
 * customer or a phone it is this one, with nothing to be done.
 */
const CustomerEvent = z.looseObject({
  detail: z.looseObject({
    customer: z.looseObject({ phone: z.union([z.string(), z.int().nonnegative()]).nullish() }).nullish(),
  }),
});

/**
 * The phone that a message is about, as it was written; empty where it names none.
 *
 * @throws Input.Invalid where the body is no JSON, or no event about a customer
 */
export function phoneOfMessage({ body }: Pick<QueueRecord, "body">): string {
  const parsed = CustomerEvent.safeParse(json(body));
  if (parsed.success) return String(parsed.data.detail.customer?.phone ?? "").trim();
  const fields = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
  throw new MillraceError("Input.Invalid", `the message is no event about a customer (${fields.join(", ")})`);
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new MillraceError("Input.Invalid", "the message about a customer is no JSON");
  }
}
