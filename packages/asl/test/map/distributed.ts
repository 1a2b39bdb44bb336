import type { Json, State, TaskRunner } from "../../src/index.ts";
import { FUNCTION, machine, named, run, type TestRunOptions } from "../run.ts";

export type MapState = Extract<State, { Type: "Map" }>;

/** A processor of one task that calls a function. */
export const child = {
  ProcessorConfig: { Mode: "DISTRIBUTED" as const, ExecutionType: "STANDARD" as const },
  ...machine({ A: { Type: "Task", Resource: `${FUNCTION}f`, End: true } }),
};

/** Runs a Distributed Map whose function answers what `f` makes of its input. */
export function runMap(
  options: { state: Partial<MapState>; f?: (input: Json) => Json | Promise<Json> } & Partial<TestRunOptions>,
) {
  const { state, f = (input) => input, ...rest } = options;
  const tasks: TaskRunner = { invokeFunction: async ({ payload }) => f(payload) };
  return run({
    tasks,
    ...rest,
    definition: machine(
      { M: { Type: "Map", ItemProcessor: child, End: true, ...state } },
      { QueryLanguage: "JSONata" },
    ),
  });
}

/** A function that fails as `Bad` for some inputs, and answers the others. */
export const refuse =
  (...bad: Json[]) =>
  (input: Json) => {
    if (bad.includes(input)) throw named("Bad");
    return input;
  };

/** An ItemReader of one object. */
export const getObject = (config: NonNullable<MapState["ItemReader"]>["ReaderConfig"]) => ({
  Resource: "arn:aws:states:::s3:getObject",
  Arguments: { Bucket: "b", Key: "k" },
  ...(config ? { ReaderConfig: config } : {}),
});
