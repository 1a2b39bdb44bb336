import { describe, expect, it } from "vitest";
import { codes, type Fields, JSONATA, machine, PASS, TASK } from "./machines.ts";

describe("the fields of a state", () => {
  it.each<[string, Fields, string]>([
    ["unknown", { ...PASS, Timeout: 5 }, "UNKNOWN_FIELD /States/A/Timeout"],
    [
      "of JSONPath in JSONata",
      { ...PASS, ...JSONATA, ResultPath: "$" },
      "WRONG_QUERY_LANGUAGE /States/A/ResultPath",
    ],
    ["of JSONata in JSONPath", { ...PASS, Output: 1 }, "WRONG_QUERY_LANGUAGE /States/A/Output"],
    [
      "Condition in JSONPath",
      { Type: "Choice", Choices: [{ Condition: true, Next: "A" }] },
      "WRONG_QUERY_LANGUAGE /States/A/Choices/0/Condition",
    ],
    ["no Resource", { Type: "Task", End: true }, "MISSING_FIELD /States/A"],
    ["no ARN", { ...TASK, Resource: "${x" }, "INVALID_RESOURCE /States/A/Resource"],
    ["an empty alias", { ...TASK, Resource: `${TASK.Resource}:` }, "INVALID_RESOURCE /States/A/Resource"],
    ["InputPath that is no path", { ...PASS, InputPath: "a.b" }, "INVALID_PATH /States/A/InputPath"],
    ["ResultPath into a variable", { ...PASS, ResultPath: "$v" }, "INVALID_PATH /States/A/ResultPath"],
    ["ResultPath with a wildcard", { ...PASS, ResultPath: "$.a[*]" }, "INVALID_PATH /States/A/ResultPath"],
    [
      "a template that is no path",
      { ...PASS, Parameters: { deep: [{ "a.$": "text" }] } },
      "INVALID_PATH /States/A/Parameters/deep/0/a.$",
    ],
    [
      "a wrong intrinsic function",
      { ...PASS, Parameters: { "a.$": "States.MathAdd(1, '1')" } },
      "INVALID_INTRINSIC /States/A/Parameters/a.$",
    ],
    [
      "a field with and without .$",
      { ...PASS, Parameters: { a: 1, "a.$": "$" } },
      "DUPLICATE_FIELD /States/A/Parameters/a.$",
    ],
    [
      "an expression without end",
      { ...PASS, ...JSONATA, Output: { a: "{% 1" } },
      "INVALID_EXPRESSION /States/A/Output/a",
    ],
    [
      "an expression with a fault",
      { ...PASS, ...JSONATA, Output: "{% 1 + * 2 %}" },
      "INVALID_EXPRESSION /States/A/Output",
    ],
    [
      "HeartbeatSeconds not below TimeoutSeconds",
      { ...TASK, TimeoutSeconds: 10, HeartbeatSeconds: 10 },
      "INVALID_VALUE /States/A/HeartbeatSeconds",
    ],
    [
      "two timeouts",
      { ...TASK, TimeoutSeconds: 10, TimeoutSecondsPath: "$.t" },
      "EXCLUSIVE_FIELDS /States/A",
    ],
    ["a timeout of zero", { ...TASK, TimeoutSeconds: 0 }, "INVALID_VALUE /States/A/TimeoutSeconds"],
    ["Wait for nothing", { Type: "Wait", End: true }, "MISSING_FIELD /States/A"],
    [
      "Wait for two things",
      { Type: "Wait", Seconds: 1, SecondsPath: "$.s", End: true },
      "EXCLUSIVE_FIELDS /States/A",
    ],
    [
      "Wait until no time",
      { Type: "Wait", Timestamp: "tomorrow", End: true },
      "INVALID_VALUE /States/A/Timestamp",
    ],
    ["Error and ErrorPath", { Type: "Fail", Error: "E", ErrorPath: "$.e" }, "EXCLUSIVE_FIELDS /States/A"],
    ["Fail that goes on", { Type: "Fail", End: true }, "UNKNOWN_FIELD /States/A/End"],
    ["Assign to $states", { ...PASS, Assign: { states: 1 } }, "INVALID_VARIABLE /States/A/Assign/states"],
    ["Assign to no name", { ...PASS, Assign: { "a-b": 1 } }, "INVALID_VARIABLE /States/A/Assign/a-b"],
    ["no choices", { Type: "Choice", Choices: [] }, "INVALID_TYPE /States/A/Choices"],
    [
      "a rule with End",
      { Type: "Choice", Choices: [{ Variable: "$", IsNull: true, End: true }] },
      "UNKNOWN_FIELD /States/A/Choices/0/End",
    ],
    [
      "a rule with two comparisons",
      { Type: "Choice", Choices: [{ Variable: "$", IsNull: true, IsString: true, Next: "A" }] },
      "INVALID_CHOICE /States/A/Choices/0",
    ],
    [
      "a nested rule with Next",
      { Type: "Choice", Choices: [{ Not: { Variable: "$", IsNull: true, Next: "A" }, Next: "A" }] },
      "UNKNOWN_FIELD /States/A/Choices/0/Not/Next",
    ],
    [
      "a comparison of the wrong type",
      { Type: "Choice", Choices: [{ Variable: "$", NumericEquals: "1", Next: "A" }] },
      "INVALID_TYPE /States/A/Choices/0/NumericEquals",
    ],
    [
      "a Variable that is no path",
      { Type: "Choice", Choices: [{ Variable: "States.UUID()", IsNull: true, Next: "A" }] },
      "INVALID_PATH /States/A/Choices/0/Variable",
    ],
  ])("%s", (_name, state, expected) => {
    expect(codes(machine(state))).toContain(expected);
  });

  it("JSONPath in a machine that is JSONata", () => {
    expect(codes(machine({ ...PASS, QueryLanguage: "JSONPath" }, {}, JSONATA))).toEqual([
      "WRONG_QUERY_LANGUAGE /States/A/QueryLanguage",
    ]);
  });
});

describe("Retry and Catch", () => {
  it.each<[string, Fields, string]>([
    ["no ErrorEquals", { Retry: [{ MaxAttempts: 1 }] }, "MISSING_FIELD /States/A/Retry/0"],
    ["no error names", { Retry: [{ ErrorEquals: [] }] }, "INVALID_VALUE /States/A/Retry/0/ErrorEquals"],
    [
      "names that are no texts",
      { Retry: [{ ErrorEquals: [true] }] },
      "INVALID_TYPE /States/A/Retry/0/ErrorEquals",
    ],
    [
      "States.ALL in company",
      { Retry: [{ ErrorEquals: ["E", "States.ALL"] }] },
      "INVALID_VALUE /States/A/Retry/0/ErrorEquals",
    ],
    [
      "States.ALL not last",
      { Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["E"] }] },
      "INVALID_VALUE /States/A/Retry/0/ErrorEquals",
    ],
    [
      "an unknown jitter",
      { Retry: [{ ErrorEquals: ["E"], JitterStrategy: "HALF" }] },
      "INVALID_VALUE /States/A/Retry/0/JitterStrategy",
    ],
    [
      "a delay over a year",
      { Retry: [{ ErrorEquals: ["E"], MaxDelaySeconds: 31_622_400 }] },
      "INVALID_VALUE /States/A/Retry/0/MaxDelaySeconds",
    ],
    [
      "a rate below one",
      { Retry: [{ ErrorEquals: ["E"], BackoffRate: 0.5 }] },
      "INVALID_VALUE /States/A/Retry/0/BackoffRate",
    ],
    [
      "half a second",
      { Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 0.5 }] },
      "INVALID_TYPE /States/A/Retry/0/IntervalSeconds",
    ],
    ["Catch without Next", { Catch: [{ ErrorEquals: ["E"] }] }, "MISSING_FIELD /States/A/Catch/0"],
    [
      "Catch with Output in JSONPath",
      { Catch: [{ ErrorEquals: ["E"], Next: "A", Output: 1 }] },
      "WRONG_QUERY_LANGUAGE /States/A/Catch/0/Output",
    ],
  ])("%s", (_name, handlers, expected) => {
    expect(codes(machine({ ...TASK, ...handlers }))).toContain(expected);
  });

  it("do not stand in a Pass", () => {
    expect(codes(machine({ ...PASS, Retry: [] }))).toEqual(["UNKNOWN_FIELD /States/A/Retry"]);
  });
});
