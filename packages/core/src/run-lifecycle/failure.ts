import * as z from "zod";
import type { Failure } from "../run/index.ts";

/** Step Functions' own shape of a caught error. */
export const CaughtError = z.object({ Error: z.string(), Cause: z.string() });

/** What Lambda puts into `Cause`. */
const LambdaCause = z.object({ errorMessage: z.string() });

/** An error as records have it: its name, and its sentence without the stack Lambda adds. */
export function failureOf({ Error: name, Cause: cause }: z.infer<typeof CaughtError>): Failure {
  try {
    return { name, message: LambdaCause.parse(JSON.parse(cause)).errorMessage };
  } catch {
    return { name, message: cause === "" ? name : cause };
  }
}
