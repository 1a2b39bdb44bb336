import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validate } from "../../src/index.ts";
import { codes, DISTRIBUTED, type Fields, INNER, JSONATA, MAP, machine, PASS, TASK } from "./machines.ts";

describe("a definition that can run has no issues", () => {
  it.each<[string, unknown]>([
    ["one state", machine(PASS)],
    ["its text", JSON.stringify(machine(PASS))],
    [
      "a task with everything",
      machine(
        {
          ...TASK,
          TimeoutSeconds: 20,
          HeartbeatSeconds: 10,
          Retry: [
            {
              ErrorEquals: ["A", "B"],
              IntervalSeconds: 2,
              MaxAttempts: 8,
              BackoffRate: 2,
              MaxDelaySeconds: 240,
              JitterStrategy: "FULL",
            },
            { ErrorEquals: ["States.ALL"] },
          ],
          Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "B" }],
        },
        { B: PASS },
      ),
    ],
    ["a resource to fill in", machine({ ...TASK, Resource: `\${ParseFile}` })],
    [
      "a Distributed Map with everything",
      machine({
        ...DISTRIBUTED,
        ...JSONATA,
        ItemReader: {
          Resource: "arn:aws:states:::s3:getObject",
          ReaderConfig: {
            InputType: "CSV",
            CSVHeaderLocation: "GIVEN",
            CSVHeaders: ["a"],
            MaxItems: "{% 5 %}",
          },
          Arguments: { Bucket: "b", Key: "{% $states.input.key %}" },
        },
        ItemSelector: { item: "{% $states.context.Map.Item.Value %}" },
        ItemBatcher: { MaxItemsPerBatch: 10, BatchInput: { run: "{% $states.input.runId %}" } },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Arguments: { Bucket: "b", Prefix: "out" },
          WriterConfig: { OutputType: "JSONL", Transformation: "COMPACT" },
        },
        MaxConcurrency: "{% $states.input.max %}",
        ToleratedFailurePercentage: 100,
        Label: "Batches",
      }),
    ],
    ["a JSONata state in a JSONPath machine", machine({ ...PASS, ...JSONATA, Output: "{% 1 %}" })],
    [
      "a catcher that sets what an inner state sets",
      machine(
        {
          Type: "Parallel",
          Branches: [{ StartAt: "I", States: { I: { ...PASS, Assign: { v: 1 } } } }],
          Catch: [{ ErrorEquals: ["States.ALL"], Assign: { v: 2 }, Next: "B" }],
          End: true,
        },
        { B: PASS },
      ),
    ],
    [
      "a Distributed Map that sets a variable of its own with an outer name",
      machine(
        { Type: "Pass", Assign: { v: 1 }, Next: "B" },
        {
          B: {
            ...DISTRIBUTED,
            ItemProcessor: {
              ...DISTRIBUTED.ItemProcessor,
              StartAt: "I",
              States: { I: { ...PASS, Assign: { v: 2 } } },
            },
          },
        },
      ),
    ],
  ])("%s", (_name, definition) => {
    expect(validate(definition)).toEqual([]);
  });
});

describe("the graph", () => {
  it.each<[string, unknown, string]>([
    ["no states", { StartAt: "A", States: {} }, "MISSING_FIELD /States"],
    ["StartAt without a state", { StartAt: "B", States: { A: PASS } }, "MISSING_TRANSITION_TARGET /StartAt"],
    [
      "Next without a state",
      machine({ Type: "Pass", Next: "B" }),
      "MISSING_TRANSITION_TARGET /States/A/Next",
    ],
    [
      "Default without a state",
      machine(
        { Type: "Choice", Choices: [{ Variable: "$", IsNull: true, Next: "B" }], Default: "C" },
        { B: PASS },
      ),
      "MISSING_TRANSITION_TARGET /States/A/Default",
    ],
    [
      "Catch to an inner state",
      machine({ ...MAP, Catch: [{ ErrorEquals: ["E"], Next: "I" }] }),
      "MISSING_TRANSITION_TARGET /States/A/Catch/0/Next",
    ],
    ["an unreachable state", machine(PASS, { B: PASS }), "UNREACHABLE_STATE /States/B"],
    ["no end", machine({ Type: "Pass", Next: "A" }), "MISSING_TERMINAL_STATE /States"],
    [
      "Next and End",
      machine({ Type: "Pass", Next: "B", End: true }, { B: PASS }),
      "EXCLUSIVE_FIELDS /States/A",
    ],
    ["neither Next nor End", machine({ Type: "Pass" }, {}), "MISSING_TRANSITION /States/A"],
    [
      "a name twice",
      machine({ ...MAP, ItemProcessor: { StartAt: "A", States: { A: PASS } } }),
      "DUPLICATE_STATE /States/A/ItemProcessor/States/A",
    ],
    [
      "a name of 81 characters",
      { StartAt: "n".repeat(81), States: { ["n".repeat(81)]: PASS } },
      `INVALID_NAME /States/${"n".repeat(81)}`,
    ],
    [
      "a branch that is no graph",
      machine({ Type: "Parallel", Branches: [[]], End: true }),
      "INVALID_TYPE /States/A/Branches/0",
    ],
    ["no branches", machine({ Type: "Parallel", End: true }), "MISSING_FIELD /States/A"],
    ["no processor", machine({ Type: "Map", End: true }), "MISSING_FIELD /States/A"],
    ["an unknown type", machine({ Type: "Parse", End: true }), "INVALID_VALUE /States/A/Type"],
    ["no text of JSON", "{", "INVALID_JSON /"],
    [
      "a key twice",
      '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"End":true}}}',
      "DUPLICATE_KEY /",
    ],
    ["nothing", null, "INVALID_TYPE /"],
  ])("%s", (_name, definition, expected) => {
    expect(codes(definition)).toContain(expected);
  });
});

describe("a Map", () => {
  it.each([
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "ToleratedFailureCount",
    "ToleratedFailurePercentage",
    "Label",
  ])("%s needs DISTRIBUTED", (field) => {
    expect(codes(machine({ ...MAP, [field]: 1 }))).toContain(`DISTRIBUTED_ONLY /States/A/${field}`);
  });

  it.each<[string, Fields, string]>([
    [
      "an unknown InputType",
      { ItemReader: { Resource: "arn:aws:states:::s3:getObject", ReaderConfig: { InputType: "XML" } } },
      "INVALID_VALUE /States/A/ItemReader/ReaderConfig/InputType",
    ],
    [
      "GIVEN without headers",
      { ItemReader: { Resource: "r", ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "GIVEN" } } },
      "INVALID_VALUE /States/A/ItemReader/ReaderConfig",
    ],
    [
      "a reader of something else",
      { ItemReader: { Resource: "arn:aws:states:::dynamodb:scan" } },
      "INVALID_RESOURCE /States/A/ItemReader/Resource",
    ],
    [
      "a reader that does not know the format",
      { ItemReader: { Resource: "arn:aws:states:::s3:getObject" } },
      "MISSING_FIELD /States/A/ItemReader/ReaderConfig",
    ],
    [
      "a writer to something else",
      { ResultWriter: { Resource: "arn:aws:states:::s3:getObject" } },
      "INVALID_RESOURCE /States/A/ResultWriter/Resource",
    ],
    ["a batcher without limits", { ItemBatcher: { BatchInput: {} } }, "MISSING_FIELD /States/A/ItemBatcher"],
    [
      "two limits of one kind",
      { ItemBatcher: { MaxItemsPerBatch: 1, MaxItemsPerBatchPath: "$.m" } },
      "EXCLUSIVE_FIELDS /States/A/ItemBatcher",
    ],
    [
      "105 percent",
      { ToleratedFailurePercentage: 105 },
      "INVALID_VALUE /States/A/ToleratedFailurePercentage",
    ],
    ["MaxConcurrency as a text", { MaxConcurrency: "5" }, "INVALID_TYPE /States/A/MaxConcurrency"],
    ["a label with a space", { Label: "my map" }, "INVALID_VALUE /States/A/Label"],
    ["Items in JSONPath", { Items: [] }, "WRONG_QUERY_LANGUAGE /States/A/Items"],
    [
      "an unknown mode",
      { ItemProcessor: { ProcessorConfig: { Mode: "PARALLEL" }, ...INNER } },
      "INVALID_VALUE /States/A/ItemProcessor/ProcessorConfig/Mode",
    ],
    [
      "no ExecutionType",
      { ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, ...INNER } },
      "MISSING_FIELD /States/A/ItemProcessor/ProcessorConfig",
    ],
  ])("%s", (_name, fields, expected) => {
    expect(codes(machine({ ...DISTRIBUTED, ...fields }))).toContain(expected);
  });
});

describe("variables", () => {
  const first = { Type: "Pass", Assign: { v: 1 }, Next: "B" };
  const distributed = (state: Fields) => ({
    B: { ...DISTRIBUTED, ItemProcessor: { ...DISTRIBUTED.ItemProcessor, States: { I: state } } },
  });

  it("of an outer scope are not set inside", () => {
    const inner = { StartAt: "I", States: { I: { ...PASS, Assign: { "v.$": "$" } } } };
    expect(codes(machine(first, { B: { ...MAP, ItemProcessor: inner } }))).toEqual([
      "OUTER_ASSIGNMENT /States/B/ItemProcessor/States/I/Assign/v.$",
    ]);
  });

  it.each<[string, Fields, string]>([
    ["a path", { ...PASS, Parameters: { "a.$": "$v.x" } }, "Parameters/a.$"],
    [
      "an intrinsic function",
      { ...PASS, Parameters: { "a.$": "States.Array(States.Array($v))" } },
      "Parameters/a.$",
    ],
    ["an expression", { ...PASS, ...JSONATA, Output: { a: "{% $sum([$v]) %}" } }, "Output/a"],
  ])("of an outer scope are not seen in a Distributed Map, by %s", (_name, state, field) => {
    expect(codes(machine(first, distributed(state)))).toEqual([
      `OUTER_VARIABLE /States/B/ItemProcessor/States/I/${field}`,
    ]);
  });

  it("that an expression binds itself are its own", () => {
    const state = { ...PASS, ...JSONATA, Output: "{% ($v := 1; $map([1], function($v) { $v })) %}" };
    expect(validate(machine(first, distributed(state)))).toEqual([]);
  });
});

it("never throws, whatever it is given", () => {
  fc.assert(
    fc.property(fc.anything(), fc.jsonValue(), (anything, state) => {
      expect(validate(anything)).toBeInstanceOf(Array);
      const typed = typeof state === "object" ? { Type: "Map", ...state } : state;
      expect(validate({ StartAt: "A", States: { A: typed } })).toBeInstanceOf(Array);
    }),
  );
});
