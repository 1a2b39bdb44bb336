import { describe, expect, it, test } from "vitest";
import { createEngine, type Json, type State, type StateMachine, virtualClock } from "../../src/index.ts";
import { FUNCTION, machine, named, run, typesOf } from "../run.ts";

const pass = (rest: Partial<Extract<State, { Type: "Pass" }>> = {}): State => ({
  Type: "Pass",
  End: true,
  ...rest,
});

describe("input and output", () => {
  it.each<{ name: string; state: State; input: Json; output: Json; jsonata?: boolean }>([
    {
      name: "a falsy Result is a result",
      state: pass({ Result: 0, ResultPath: "$.c" }),
      input: { x: 1 },
      output: { x: 1, c: 0 },
    },
    {
      name: "InputPath null is an empty object",
      state: pass({ InputPath: null }),
      input: { x: 1 },
      output: {},
    },
    {
      name: "OutputPath null is an empty object",
      state: pass({ OutputPath: null }),
      input: { x: 1 },
      output: {},
    },
    {
      name: "ResultPath null keeps the input",
      state: pass({ Result: 1, ResultPath: null }),
      input: { x: 1 },
      output: { x: 1 },
    },
    {
      name: "ResultPath goes into the whole input, whatever InputPath selected",
      state: pass({ InputPath: "$.x", ResultPath: "$.y" }),
      input: { x: 1 },
      output: { x: 1, y: 1 },
    },
    {
      name: "JSONata Output may be any JSON",
      state: pass({ Output: { a: ["{% 1 + 1 %}"] } }),
      input: {},
      output: { a: [2] },
      jsonata: true,
    },
    {
      name: "a plain string is no expression",
      state: { Type: "Succeed", Output: "Y" },
      input: {},
      output: "Y",
      jsonata: true,
    },
  ])("$name", async ({ state, input, output, jsonata }) => {
    const definition = machine({ A: state }, { QueryLanguage: jsonata ? "JSONata" : "JSONPath" });
    const { result } = await run({ definition, input });
    expect(result).toMatchObject({ status: "SUCCEEDED", output });
  });

  test("Assign and Output see the same variables, and the next state the new ones", async () => {
    const { result } = await run({
      definition: machine(
        {
          A: { Type: "Pass", Assign: { v: 1 }, Next: "B" },
          B: { Type: "Pass", Assign: { v: "{% $v + 1 %}" }, Output: "{% $v %}", Next: "C" },
          C: { Type: "Pass", Output: { before: "{% $states.input %}", after: "{% $v %}" }, End: true },
        },
        { QueryLanguage: "JSONata" },
      ),
    });
    expect(result).toMatchObject({ output: { before: 1, after: 2 } });
  });

  test("one machine may use both languages", async () => {
    const { result } = await run({
      definition: machine({
        A: { Type: "Pass", Assign: { "v.$": "$.x" }, Next: "B" },
        B: { Type: "Pass", QueryLanguage: "JSONata", Output: "{% $v * 2 %}", End: true },
      }),
      input: { x: 4 },
    });
    expect(result).toMatchObject({ output: 8 });
  });
});

describe("Choice", () => {
  const choices: StateMachine = machine(
    {
      C: {
        Type: "Choice",
        Choices: [
          { Condition: "{% $states.input.n > 5 %}", Next: "Big", Assign: { size: "big" } },
          {
            Condition: "{% $states.input.n > 0 %}",
            Next: "Big",
            Output: { n: "{% $states.input.n * 10 %}" },
          },
        ],
      },
      Big: { Type: "Pass", End: true },
    },
    { QueryLanguage: "JSONata" },
  );
  it.each<{ n: Json; expected: object }>([
    { n: 6, expected: { status: "SUCCEEDED", output: { n: 6 } } },
    { n: 1, expected: { status: "SUCCEEDED", output: { n: 10 } } },
    { n: 0, expected: { status: "FAILED", error: "States.NoChoiceMatched" } },
    { n: "six", expected: { status: "FAILED", error: "States.QueryEvaluationError" } },
  ])("of $n", async ({ n, expected }) => {
    expect((await run({ definition: choices, input: { n } })).result).toMatchObject(expected);
  });
});

describe("Wait", () => {
  it.each<{ name: string; state: Partial<Extract<State, { Type: "Wait" }>>; input: Json; ms: number }>([
    { name: "Seconds", state: { Seconds: 90 }, input: {}, ms: 90_000 },
    { name: "SecondsPath", state: { SecondsPath: "$.s" }, input: { s: 5 }, ms: 5000 },
    { name: "Timestamp", state: { Timestamp: "2026-01-01T00:01:00Z" }, input: {}, ms: 60_000 },
    {
      name: "TimestampPath with an offset",
      state: { TimestampPath: "$.t" },
      input: { t: "2026-01-01T01:00:30+01:00" },
      ms: 30_000,
    },
    { name: "a moment that has passed", state: { Timestamp: "2020-01-01T00:00:00Z" }, input: {}, ms: 0 },
  ])("$name", async ({ state, input, ms }) => {
    const definition = machine({ W: { Type: "Wait", End: true, ...state } });
    const { result, took } = await run({ definition, input });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: input });
    expect(took).toBe(ms);
  });
});

describe("Parallel", () => {
  test("gives the branches' outputs in the order of the branches", async () => {
    const { result } = await run({
      definition: machine({
        P: {
          Type: "Parallel",
          End: true,
          ResultPath: "$.r",
          Branches: [
            machine({ Slow: { Type: "Wait", Seconds: 9, Next: "A" }, A: pass({ Result: "slow" }) }),
            machine({ B: pass({ Result: "quick" }) }),
          ],
        },
      }),
      input: { x: 1 },
    });
    expect(result).toMatchObject({ output: { x: 1, r: ["slow", "quick"] } });
  });

  test("a branch that fails stops the others at once, and what they were doing is told", async () => {
    const signals: boolean[] = [];
    const { result, events, took } = await run({
      definition: machine({
        P: {
          Type: "Parallel",
          End: true,
          Branches: [
            machine({ Wait: { Type: "Wait", Seconds: 1000, End: true } }),
            machine({ Long: { Type: "Task", Resource: `${FUNCTION}long`, End: true } }),
            machine({ Bad: { Type: "Task", Resource: `${FUNCTION}bad`, End: true } }),
          ],
        },
      }),
      tasks: {
        invokeFunction: ({ functionName, signal }) =>
          functionName === "bad"
            ? Promise.reject(named("Bad"))
            : new Promise(() => signal.addEventListener("abort", () => signals.push(true))),
      },
    });
    expect(result).toMatchObject({ status: "FAILED", error: "Bad" });
    expect(took).toBe(0);
    expect(signals).toEqual([true]);
    expect(typesOf(events)).toEqual(
      expect.arrayContaining(["WaitStateAborted", "TaskStateAborted", "ParallelStateFailed"]),
    );
  });

  test("branches see outer variables and keep their own to themselves", async () => {
    const { result } = await run({
      definition: machine(
        {
          A: { Type: "Pass", Assign: { outer: 1 }, Next: "P" },
          P: {
            Type: "Parallel",
            Branches: [
              machine({
                B1: { Type: "Pass", Assign: { inner: "{% $outer + 1 %}" }, Next: "B2" },
                B2: { Type: "Pass", Output: "{% $inner %}", End: true },
              }),
            ],
            Next: "C",
          },
          C: {
            Type: "Pass",
            Output: { results: "{% $states.input %}", seen: "{% $exists($inner) %}" },
            End: true,
          },
        },
        { QueryLanguage: "JSONata" },
      ),
    });
    expect(result).toMatchObject({ output: { results: [2], seen: false } });
  });
});

describe("ends", () => {
  test("Fail gives its error and cause", async () => {
    const { result } = await run({ definition: machine({ F: { Type: "Fail", Error: "E", Cause: "C" } }) });
    expect(result).toMatchObject({ status: "FAILED", error: "E", cause: "C" });
  });

  test("Fail without an error has none", async () => {
    const { result } = await run({ definition: machine({ F: { Type: "Fail" } }) });
    expect(result).not.toHaveProperty("error");
    expect(result).not.toHaveProperty("cause");
  });

  test("a machine's TimeoutSeconds ends it as TIMED_OUT", async () => {
    const definition = machine({ W: { Type: "Wait", Seconds: 60, End: true } }, { TimeoutSeconds: 5 });
    const { result, events, took } = await run({ definition });
    expect(result).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
    expect(took).toBe(5000);
    expect(typesOf(events).slice(-2)).toEqual(["WaitStateAborted", "ExecutionTimedOut"]);
  });

  test("an Express execution ends after five minutes", async () => {
    const definition = machine({ W: { Type: "Wait", Seconds: 600, End: true } });
    const { result, took } = await run({ definition, type: "EXPRESS" });
    expect(result.status).toBe("TIMED_OUT");
    expect(took).toBe(300_000);
  });

  test("stop ends an execution as ABORTED, and no Catch sees it", async () => {
    const engine = createEngine({
      clock: virtualClock(),
      tasks: { invokeFunction: () => new Promise(() => {}) },
    });
    const handle = engine.startExecution({
      definition: machine({
        A: {
          Type: "Task",
          Resource: `${FUNCTION}f`,
          End: true,
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "B" }],
        },
        B: pass(),
      }),
      input: {},
      keepHistory: true,
    });
    handle.stop({ error: "Cancelled", cause: "by hand" });
    expect(await handle.result).toMatchObject({ status: "ABORTED", error: "Cancelled", cause: "by hand" });
    expect(handle.history().at(-1)).toMatchObject({
      type: "ExecutionAborted",
      details: { error: "Cancelled" },
    });
  });
});

test("the context object says which execution, machine and state this is", async () => {
  const { result } = await run({
    definition: machine({ A: pass({ Parameters: { "c.$": "$$" } }) }),
    input: { n: 1 },
  });
  expect(result).toMatchObject({
    output: {
      c: {
        Execution: {
          Id: "arn:aws:states:local:000000000000:execution:StateMachine:run",
          Input: { n: 1 },
          Name: "run",
          StartTime: "2026-01-01T00:00:00.000Z",
        },
        State: { Name: "A", EnteredTime: "2026-01-01T00:00:00.000Z" },
        StateMachine: { Name: "StateMachine" },
      },
    },
  });
});
