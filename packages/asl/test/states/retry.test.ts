import { describe, expect, it, test } from "vitest";
import type { State } from "../../src/index.ts";
import { StatesError } from "../../src/index.ts";
import { FUNCTION, machine, named, run } from "../run.ts";

type Task = Extract<State, { Type: "Task" }>;

function task(rest: Partial<Task>): Task {
  return { Type: "Task", Resource: `${FUNCTION}f`, End: true, ...rest };
}

/** Fails so often, then answers how often it was called. */
function failing(times: number, error: () => Error) {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw error();
    return calls;
  };
}

describe("Retry", () => {
  it.each([
    {
      name: "waits the interval times the backoff rate",
      retrier: { IntervalSeconds: 1, BackoffRate: 3, MaxAttempts: 3 },
      seconds: 1 + 3 + 9,
    },
    { name: "waits 1, 2 and 4 seconds by default", retrier: {}, seconds: 1 + 2 + 4 },
    {
      name: "waits no longer than MaxDelaySeconds",
      retrier: { IntervalSeconds: 2, BackoffRate: 10, MaxDelaySeconds: 5 },
      seconds: 2 + 5 + 5,
    },
    {
      name: "waits a random part of the delay with full jitter",
      retrier: { IntervalSeconds: 4, BackoffRate: 1, JitterStrategy: "FULL" as const },
      seconds: 2 + 2 + 2,
    },
  ])("$name", async ({ retrier, seconds }) => {
    const definition = machine({ A: task({ Retry: [{ ErrorEquals: ["X"], ...retrier }] }) });
    const { result, took } = await run({
      definition,
      tasks: { invokeFunction: failing(3, () => named("X")) },
    });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: 4 });
    expect(took).toBe(seconds * 1000);
  });

  test("a day of retries passes in a moment", async () => {
    const retrier = { ErrorEquals: ["X"], IntervalSeconds: 60, BackoffRate: 1, MaxAttempts: 1440 };
    const { result, took } = await run({
      definition: machine({ A: task({ Retry: [retrier] }) }),
      tasks: { invokeFunction: failing(1440, () => named("X")) },
    });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: 1441 });
    expect(took).toBe(86_400_000);
  });

  test("each Retrier counts its own attempts", async () => {
    const errors = ["X", "Y", "X", "Y"];
    const { result } = await run({
      definition: machine({
        A: task({
          Retry: [
            { ErrorEquals: ["X"], MaxAttempts: 2 },
            { ErrorEquals: ["States.ALL"], MaxAttempts: 2 },
          ],
        }),
      }),
      tasks: {
        invokeFunction: async ({ retryCount }) => {
          const error = errors[retryCount];
          if (error) throw named(error);
          return retryCount;
        },
      },
    });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: 4 });
  });
});

describe("Catch", () => {
  it.each([
    { error: "Mine", names: ["Mine"], caught: true },
    { error: "Mine", names: ["Other"], caught: false },
    { error: "Mine", names: ["States.TaskFailed"], caught: true },
    { error: "Mine", names: ["States.ALL"], caught: true },
    { error: "States.Timeout", names: ["States.TaskFailed"], caught: false },
    { error: "States.Timeout", names: ["States.ALL"], caught: true },
    { error: "States.Runtime", names: ["States.ALL"], caught: false },
    { error: "States.DataLimitExceeded", names: ["States.ALL"], caught: false },
    { error: "States.DataLimitExceeded", names: ["States.TaskFailed"], caught: false },
    { error: "States.DataLimitExceeded", names: ["States.DataLimitExceeded"], caught: true },
  ])("$names catches $error: $caught", async ({ error, names, caught }) => {
    const { result } = await run({
      definition: machine({
        A: task({ Catch: [{ ErrorEquals: names, Next: "B" }] }),
        B: { Type: "Pass", End: true },
      }),
      tasks: { invokeFunction: () => Promise.reject(new StatesError(error, "why")) },
    });
    expect(result).toMatchObject(
      caught
        ? { status: "SUCCEEDED", output: { Error: error, Cause: "why" } }
        : { status: "FAILED", error, cause: "why" },
    );
  });

  test("a function's error is its name, and its cause the JSON a function hands on", async () => {
    const { result } = await run({
      definition: machine({
        A: task({ Catch: [{ ErrorEquals: ["Model.Rejected"], ResultPath: "$.error", Next: "B" }] }),
        B: {
          Type: "Pass",
          Parameters: {
            "error.$": "$.error.Error",
            "cause.$": "States.StringToJson($.error.Cause)",
            "kept.$": "$.n",
          },
          End: true,
        },
      }),
      input: { n: 7 },
      tasks: { invokeFunction: () => Promise.reject(named("Model.Rejected", "no")) },
    });
    expect(result).toMatchObject({
      status: "SUCCEEDED",
      output: {
        error: "Model.Rejected",
        cause: { errorType: "Model.Rejected", errorMessage: "no", trace: expect.any(Array) },
        kept: 7,
      },
    });
  });

  test("a JSONata Catcher makes the output and variables it says", async () => {
    const { result } = await run({
      definition: machine(
        {
          A: {
            Type: "Task",
            Resource: `${FUNCTION}f`,
            Arguments: {},
            End: true,
            Catch: [
              {
                ErrorEquals: ["States.ALL"],
                Assign: { why: "{% $states.errorOutput.Error %}" },
                Output: { was: "{% $states.input.n %}" },
                Next: "B",
              },
            ],
          },
          B: { Type: "Succeed", Output: "{% $merge([$states.input, {'why': $why}]) %}" },
        },
        { QueryLanguage: "JSONata" },
      ),
      input: { n: 1 },
      tasks: { invokeFunction: () => Promise.reject(named("X")) },
    });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: { was: 1, why: "X" } });
  });

  test("an expression that fails in a Task is caught by its name", async () => {
    const { result, events } = await run({
      definition: machine(
        {
          A: {
            Type: "Task",
            Resource: `${FUNCTION}f`,
            Output: "{% $nothing %}",
            End: true,
            Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "B" }],
          },
          B: { Type: "Pass", End: true },
        },
        { QueryLanguage: "JSONata" },
      ),
      tasks: { invokeFunction: async () => 1 },
    });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: { Error: "States.QueryEvaluationError" } });
    expect(events.map(({ type }) => type)).toContain("EvaluationFailed");
  });
});
