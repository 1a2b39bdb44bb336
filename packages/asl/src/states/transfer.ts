import type {
  Catcher,
  ChoiceState,
  MapState,
  ParallelState,
  PassState,
  SucceedState,
  TaskState,
  WaitState,
} from "../definition.ts";
import { StatesError } from "../error.ts";
import type { Json } from "../json.ts";
import { writeReferencePath } from "../jsonpath.ts";
import { exceedsPayloadLimit } from "../payload.ts";
import { evaluateField, readField, stateError, type View } from "./fields.ts";
import type { Visit } from "./visit.ts";

type Assignments = { [name: string]: Json };
type InputOutput = PassState | TaskState | ChoiceState | WaitState | SucceedState | ParallelState | MapState;

/** A state's input after InputPath; in JSONata states, as it came. */
export function selectedInput({ visit, state }: { visit: Visit; state: InputOutput }): Json {
  if (visit.language === "JSONata" || state.InputPath === undefined) return visit.input;
  return readField({ visit, path: state.InputPath, input: visit.input });
}

/** A state's input after InputPath and Parameters, or its Arguments. */
export async function effectiveInput(options: {
  visit: Visit;
  state: TaskState | ParallelState;
}): Promise<Json> {
  const { visit, state } = options;
  const input = selectedInput(options);
  const field = visit.language === "JSONata" ? "Arguments" : "Parameters";
  const template = state[field];
  return template === undefined ? input : evaluateField({ visit, field, template, view: { input } });
}

/**
 * What a state gives on, from its result: ResultSelector, ResultPath and OutputPath, or Output; and its variables.
 *
 * @param options.hasResult - whether `$states.result` is defined: in Task, Parallel and Map
 * @param options.output - a Choice rule's own Output
 * @param options.assign - Assign; of a Choice, the matching rule's
 */
export async function transfer(options: {
  visit: Visit;
  state: InputOutput;
  result: Json;
  hasResult: boolean;
  output?: Json | undefined;
  assign: Assignments | undefined;
}): Promise<{ output: Json; assigned: Assignments | undefined }> {
  const { visit, state, hasResult, assign } = options;
  let { result } = options;
  if (visit.language === "JSONata") {
    const view = { input: visit.input, ...(hasResult ? { result } : {}) };
    const template = options.output ?? state.Output;
    const assigned = await assignments({ visit, assign, view });
    if (template === undefined) return { output: result, assigned };
    return { output: await evaluateField({ visit, field: "Output", template, view }), assigned };
  }
  if ("ResultSelector" in state && state.ResultSelector !== undefined) {
    const template = state.ResultSelector;
    result = await evaluateField({ visit, field: "ResultSelector", template, view: { input: result } });
  }
  const assigned = await assignments({ visit, assign, view: { input: result } });
  const combined = "ResultPath" in state ? combine({ visit, path: state.ResultPath, result }) : result;
  const path = state.OutputPath;
  return { output: path === undefined ? combined : readField({ visit, path, input: combined }), assigned };
}

/** What a Catcher gives to the state it leads to. */
export async function transferError(options: {
  visit: Visit;
  catcher: Catcher;
  error: StatesError;
}): Promise<{ output: Json; assigned: Assignments | undefined }> {
  const { visit, catcher, error } = options;
  const errorOutput = {
    ...(error.error === "" ? {} : { Error: error.error }),
    ...(error.causeText === "" ? {} : { Cause: error.causeText }),
  };
  const view = { input: errorOutput, errorOutput };
  const assigned = await assignments({ visit, assign: catcher.Assign, view });
  if (visit.language === "JSONPath") {
    return { output: combine({ visit, path: catcher.ResultPath, result: errorOutput }), assigned };
  }
  const template = catcher.Output;
  if (template === undefined) return { output: errorOutput, assigned };
  return { output: await evaluateField({ visit, field: "Output", template, view }), assigned };
}

/** Puts a result into the state's input where ResultPath says. */
function combine(options: { visit: Visit; path: string | null | undefined; result: Json }): Json {
  const { visit, path, result } = options;
  if (path === null) return visit.input;
  if (path === undefined || path === "$") return result;
  try {
    return writeReferencePath({ path, target: visit.input, value: result });
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    throw stateError({ visit, error: error.error, cause: error.causeText });
  }
}

async function assignments(options: {
  visit: Visit;
  assign: Assignments | undefined;
  view: View;
}): Promise<Assignments | undefined> {
  const { visit, assign, view } = options;
  if (assign === undefined) return undefined;
  const values = await evaluateField({ visit, field: "Assign", template: assign, view });
  if (typeof values !== "object" || values === null || Array.isArray(values)) return {};
  if (exceedsPayloadLimit(values)) {
    throw stateError({
      visit,
      error: "States.DataLimitExceeded",
      cause: "The variables assigned by the state exceed the maximum number of bytes service limit.",
    });
  }
  return values;
}
