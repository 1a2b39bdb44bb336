import { describe, expect, it } from "vitest";
import type { Json, State } from "../../src/index.ts";
import { FUNCTION, machine, named, run } from "../run.ts";

type Fault = { name: string; state: State; input?: Json; error: string; cause: string };

const pathFaults: Fault[] = [
  {
    name: "SecondsPath leads to a text",
    state: { Type: "Wait", SecondsPath: "$.s", End: true },
    input: { s: "soon" },
    error: "States.Runtime",
    cause: 'The SecondsPath parameter cannot be parsed as a long value: $.s == "soon"',
  },
  {
    name: "SecondsPath leads to a negative number",
    state: { Type: "Wait", SecondsPath: "$.s", End: true },
    input: { s: -1 },
    error: "States.Runtime",
    cause: "references a negative value: $.s == -1",
  },
  {
    name: "TimestampPath leads to no timestamp",
    state: { Type: "Wait", TimestampPath: "$.t", End: true },
    input: { t: 1 },
    error: "States.Runtime",
    cause: "does not reference a valid ISO-8601 extended offset date-time format string: $.t == 1",
  },
  {
    name: "ErrorPath leads to nothing",
    state: { Type: "Fail", ErrorPath: "$.e" },
    error: "States.Runtime",
    cause: "The JSONPath '$.e' specified for the field 'ErrorPath' could not be found in the input",
  },
  {
    name: "CausePath leads to no text",
    state: { Type: "Fail", CausePath: "$.c" },
    input: { c: 1 },
    error: "States.Runtime",
    cause: "must refer to a string",
  },
  {
    name: "ResultPath leads through what is no object",
    state: { Type: "Pass", Result: 1, ResultPath: "$.a.b", End: true },
    input: { a: "text" },
    error: "States.ResultPathMatchFailure",
    cause: "An error occurred while executing the state 'A' (entered at the event id #2). ",
  },
  {
    name: "TimeoutSecondsPath leads to no number",
    state: { Type: "Task", Resource: `${FUNCTION}f`, TimeoutSecondsPath: "$.t", End: true },
    input: { t: 0 },
    error: "States.Runtime",
    cause: "The TimeoutSecondsPath field refers to value 0 which is not a valid positive integer: $.t",
  },
  {
    name: "the resource is none",
    state: { Type: "Task", Resource: "arn:aws:s3:::bucket", End: true },
    error: "States.Runtime",
    cause: "The resource 'arn:aws:s3:::bucket' is not supported.",
  },
];

const expressionFaults: Fault[] = [
  {
    name: "Seconds gives a text",
    state: { Type: "Wait", Seconds: "{% 'soon' %}", End: true },
    error: "States.QueryEvaluationError",
    cause:
      "specified for the field 'Seconds' returned an unexpected result type. Expected 'number', but was 'string'",
  },
  {
    name: "Seconds gives a negative number",
    state: { Type: "Wait", Seconds: "{% -1 %}", End: true },
    error: "States.QueryEvaluationError",
    cause: "must be a whole number from 0 to 99999999: -1",
  },
  {
    name: "Timestamp gives a number",
    state: { Type: "Wait", Timestamp: "{% 1 %}", End: true },
    error: "States.QueryEvaluationError",
    cause: "Expected 'string', but was 'number'",
  },
  {
    name: "Error gives an object",
    state: { Type: "Fail", Error: "{% {'a': 1} %}" },
    error: "States.QueryEvaluationError",
    cause:
      "specified for the field 'Error' returned an unexpected result type. Expected 'string', but was 'object'",
  },
  {
    name: "TimeoutSeconds gives a text",
    state: { Type: "Task", Resource: `${FUNCTION}f`, TimeoutSeconds: "{% 'x' %}", End: true },
    error: "States.QueryEvaluationError",
    cause: "specified for the field 'TimeoutSeconds'",
  },
];

describe.each([
  { language: "JSONPath" as const, faults: pathFaults },
  { language: "JSONata" as const, faults: expressionFaults },
])("$language", ({ language, faults }) => {
  it.each(faults)("$name: $error", async ({ state, input = {}, error, cause }) => {
    const definition = machine({ A: state }, { QueryLanguage: language });
    const { result } = await run({ definition, input, tasks: { invokeFunction: async () => null } });
    expect(result).toMatchObject({ status: "FAILED", error, cause: expect.stringContaining(cause) });
  });
});

describe("texts made by intrinsic functions and expressions", () => {
  it.each<{ language: "JSONPath" | "JSONata"; state: State }>([
    {
      language: "JSONPath",
      state: { Type: "Fail", ErrorPath: "States.Format('E{}', $.n)", CausePath: "$.c" },
    },
    {
      language: "JSONata",
      state: { Type: "Fail", Error: "{% 'E' & $states.input.n %}", Cause: "{% $states.input.c %}" },
    },
  ])("name the error in $language", async ({ language, state }) => {
    const definition = machine({ F: state }, { QueryLanguage: language });
    const { result } = await run({ definition, input: { n: 7, c: "why" } });
    expect(result).toMatchObject({ status: "FAILED", error: "E7", cause: "why" });
  });
});

describe("numbers of a Map", () => {
  const fields = (rest: object) =>
    machine({
      M: {
        Type: "Map",
        ItemsPath: "$.items",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          ...machine({ A: { Type: "Task", Resource: `${FUNCTION}f`, End: true } }),
        },
        End: true,
        ...rest,
      },
    });

  it.each<{ field: string; value: Json; cause?: string }>([
    { field: "MaxConcurrencyPath", value: "1" },
    { field: "MaxConcurrencyPath", value: -1, cause: "MaxConcurrency cannot be negative." },
    { field: "MaxConcurrencyPath", value: 1.5, cause: 'refers to value "1.5" which is not a valid integer' },
    { field: "ToleratedFailureCountPath", value: 1 },
    {
      field: "ToleratedFailureCountPath",
      value: {},
      cause: 'refers to value "{}" which is not a valid integer',
    },
    { field: "ToleratedFailurePercentagePath", value: 50.5 },
    { field: "ToleratedFailurePercentagePath", value: "x", cause: "is not a valid float" },
    { field: "ToleratedFailurePercentagePath", value: 100.5, cause: "must be between 0 and 100." },
  ])("$field of $value", async ({ field, value, cause }) => {
    const { result } = await run({
      definition: fields({ [field]: "$.value" }),
      input: { items: [1, 2], value },
      tasks: {
        invokeFunction: async ({ payload }) => {
          if (payload === 1 && field !== "MaxConcurrencyPath") throw named("Bad");
          return payload;
        },
      },
    });
    expect(result).toMatchObject(
      cause === undefined
        ? { status: "SUCCEEDED" }
        : { status: "FAILED", error: "States.Runtime", cause: expect.stringContaining(cause) },
    );
  });
});
