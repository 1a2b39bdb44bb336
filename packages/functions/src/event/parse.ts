import { MillraceError } from "@millrace/core/error";
import type * as z from "zod";

/**
 * An event as its schema says it is.
 *
 * @param what - the event's name, for the error
 * @throws Input.Invalid naming the fields at fault, never their values
 */
export function parseEvent<T>(input: { schema: z.ZodType<T>; event: unknown; what: string }): T {
  const parsed = input.schema.safeParse(input.event);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
  throw new MillraceError("Input.Invalid", `this is no ${input.what} (${fields.slice(0, 5).join(", ")})`);
}
