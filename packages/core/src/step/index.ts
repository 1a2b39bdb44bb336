import type * as z from "zod";
import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";

/**
 * A step of a flow: its input is checked before it runs, so that a Lambda handler and the engine call the same function.
 * What it throws ends in histories, records and logs: an error that is not ours keeps its name, code and place, and loses
 * its message, which may quote what the step was working on.
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
      throw new MillraceError("Input.Invalid", say("step.input", { fields: fields.join(", ") }));
    }
    try {
      return await run(parsed.data, deps);
    } catch (error) {
      throw withoutData(error);
    }
  };
}

const FRAME = /^ +at .*?([\w.-]+:\d+:\d+)\)?$/;

/** An error as it may be recorded and logged: ours as it is, any other without its message. */
export function withoutData(error: unknown): Error {
  if (error instanceof MillraceError) return error;
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const frames = stack
    .replace(message, "")
    .split("\n")
    .filter((line) => FRAME.test(line));
  const place = FRAME.exec(frames[0] ?? "")?.[1];
  const code = codeOf(error);
  const bare = new Error(
    `unexpected ${name}${code === undefined ? "" : ` ${code}`}${place === undefined ? "" : ` at ${place}`}`,
  );
  bare.name = name;
  bare.stack = [`${name}: ${bare.message}`, ...frames].join("\n");
  return bare;
}

/** Node's and SQLite's own names for what went wrong, such as ENOSPC: never text from a file. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
