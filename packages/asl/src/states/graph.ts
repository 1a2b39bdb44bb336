import type { Catcher, State, StateGraph } from "../definition.ts";
import { StatesError } from "../error.ts";
import type { Thread } from "../execution.ts";
import type { Json } from "../json.ts";
import { runMap } from "../map/map.ts";
import { assertPayloadFits } from "../payload.ts";
import { runTask } from "../task/task.ts";
import { runChoice } from "./choice.ts";
import { fail, runSucceed } from "./end.ts";
import { runParallel } from "./parallel.ts";
import { runPass } from "./pass.ts";
import { createRetries, matchesError } from "./retry.ts";
import { transfer, transferError } from "./transfer.ts";
import { type Outcome, record, type Visit } from "./visit.ts";
import { runWait } from "./wait.ts";

type Retryable = Extract<State, { Type: "Task" | "Parallel" | "Map" }>;

/**
 * Runs a graph of states from its first to its last.
 *
 * @returns the last state's output
 * @throws StatesError what ended the sequence, or the reason of the thread's signal
 */
export async function runGraph(options: { graph: StateGraph; thread: Thread; input: Json }): Promise<Json> {
  const { graph, thread } = options;
  let name: string | undefined = graph.StartAt;
  let value = options.input;
  while (name !== undefined) {
    if (thread.signal.aborted) throw thread.signal.reason;
    const state: State | undefined = graph.States[name];
    if (!state) throw new StatesError("States.Runtime", `There is no state '${name}'.`);
    const outcome: Outcome = await visitState({ state, name, thread, input: value });
    value = outcome.output;
    name = outcome.next;
  }
  // The history may have ended the execution at the very last state.
  if (thread.signal.aborted) throw thread.signal.reason;
  return value;
}

async function visitState(options: {
  state: State;
  name: string;
  thread: Thread;
  input: Json;
}): Promise<Outcome> {
  const { state, name, thread, input } = options;
  const visit: Visit = {
    thread,
    name,
    language: state.QueryLanguage ?? thread.language,
    input,
    enteredId: 0,
    enteredTime: new Date(thread.execution.runtime.clock.now()).toISOString(),
    retryCount: undefined,
    taskToken: undefined,
  };
  visit.enteredId = record(visit, `${state.Type}StateEntered`, { name, input });
  if (state.Type === "Fail") return fail({ visit, state });
  try {
    const outcome = await runState({ visit, state });
    const { output, assigned } = outcome;
    if (assigned) thread.variables = { ...thread.variables, ...assigned };
    record(visit, `${state.Type}StateExited`, {
      name,
      output,
      ...(assigned ? { assignedVariables: assigned } : {}),
    });
    return outcome;
  } catch (error) {
    if (thread.nested || thread.signal.aborted) recordAborted({ visit, state });
    throw error;
  }
}

function recordAborted({ visit, state }: { visit: Visit; state: State }): void {
  switch (state.Type) {
    case "Task":
    case "Wait":
    case "Parallel":
    case "Map":
      record(visit, `${state.Type}StateAborted`, { name: visit.name });
  }
}

async function runState({
  visit,
  state,
}: {
  visit: Visit;
  state: Exclude<State, { Type: "Fail" }>;
}): Promise<Outcome> {
  switch (state.Type) {
    case "Task":
    case "Parallel":
    case "Map":
      return runWithRetries({ visit, state });
    default: {
      const outcome = await runSimple({ visit, state });
      fits({ visit, output: outcome.output });
      return outcome;
    }
  }
}

function runSimple(options: {
  visit: Visit;
  state: Extract<State, { Type: "Pass" | "Choice" | "Wait" | "Succeed" }>;
}): Promise<Outcome> {
  const { visit, state } = options;
  switch (state.Type) {
    case "Pass":
      return runPass({ visit, state });
    case "Choice":
      return runChoice({ visit, state });
    case "Wait":
      return runWait({ visit, state });
    case "Succeed":
      return runSucceed({ visit, state });
  }
}

function runRetryable(options: { visit: Visit; state: Retryable }): Promise<Json> {
  const { visit, state } = options;
  switch (state.Type) {
    case "Task":
      return runTask({ visit, state });
    case "Parallel":
      return runParallel({ visit, state });
    case "Map":
      return runMap({ visit, state });
  }
}

async function runWithRetries({ visit, state }: { visit: Visit; state: Retryable }): Promise<Outcome> {
  const { signal, execution } = visit.thread;
  const { clock, random } = execution.runtime;
  const retries = createRetries({ retriers: state.Retry ?? [], random });
  for (visit.retryCount = 0; ; visit.retryCount += 1) {
    try {
      const result = await runRetryable({ visit, state });
      const given = await transfer({ visit, state, result, hasResult: true, assign: state.Assign });
      fits({ visit, output: given.output });
      return { ...given, next: state.Next };
    } catch (error) {
      // What ended the sequence from outside is nobody's to retry or catch.
      if (signal.aborted || !(error instanceof StatesError)) throw error;
      const delay = retries.next(error);
      if (delay === undefined) {
        recordFailed({ visit, state, error });
        return catchError({ visit, catchers: state.Catch ?? [], error });
      }
      await clock.sleep(delay, signal);
    }
  }
}

/** A Map or Parallel tells that it failed when nothing is left to try; errors of its own fields it leaves untold. */
function recordFailed(options: { visit: Visit; state: Retryable; error: StatesError }): void {
  const { visit, state, error } = options;
  if (state.Type === "Task" || error.error === "States.Runtime") return;
  record(visit, `${state.Type}StateFailed`, { error: error.error, cause: error.causeText });
}

async function catchError(options: {
  visit: Visit;
  catchers: Catcher[];
  error: StatesError;
}): Promise<Outcome> {
  const { visit, catchers, error } = options;
  const catcher = catchers.find(({ ErrorEquals: names }) => matchesError({ error, names }));
  if (!catcher) throw error;
  const given = await transferError({ visit, catcher, error });
  fits({ visit, output: given.output });
  return { ...given, next: catcher.Next };
}

/** Output that is the input has been measured before. */
function fits({ visit, output }: { visit: Visit; output: Json }): void {
  if (output !== visit.input) assertPayloadFits({ value: output, from: visit.name });
}
