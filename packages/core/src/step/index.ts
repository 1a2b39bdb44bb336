import type * as z from "zod";
import { MillraceError } from "../error.ts";

/**
 * A step of a flow: its input is checked before it runs, so that a Lambda handler and the engine call the same function.
 *
 * @example
 * export const failRun = step(FailRunInput, async ({ runId }, deps: ImportDeps) => { … });
 * @throws Input.Invalid naming the fields at fault
 */
export function step<Input, Deps, Output>(
  schema: z.ZodType<Input>,
  run: (input: Input, deps: Deps) => Promise<Output>,
): (event: unknown, deps: Deps) => Promise<Output> {
  return async (event, deps) => {
    const parsed = schema.safeParse(event);
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
      throw new MillraceError("Input.Invalid", `the step was given a wrong input (${fields.join(", ")})`);
    }
    return run(parsed.data, deps);
  };
}
