import { describe, expect, it } from "vitest";
import type { Json } from "../src/index.ts";
import { type EvaluationScope, evaluateJsonata, evaluateJsonataTemplate } from "../src/jsonata.ts";

const scope: EvaluationScope = {
  states: {
    input: { n: 2, list: [{ id: 1 }], none: [], text: "a" },
    context: { Execution: { Name: "run" } },
  },
  variables: { total: 40 },
  random: () => 0.25,
  uuid: () => "11111111-2222-4333-8444-555555555555",
  now: () => Date.UTC(2026, 0, 2),
};

it.each<[string, Json | undefined]>([
  ["$states.input.n + $total", 42],
  ["$states.context.Execution.Name", "run"],
  ["$states.input.list.id", 1],
  ["[$states.input.list.id]", [1]],
  ["$states.input.none", []],
  ["$states.input.missing", undefined],
  ["$states.result", undefined],
  ['{"a": $states.input.missing, "b": $states.input.list[]}', { b: [{ id: 1 }] }],
  ["$partition([1..5], 2)", [[1, 2], [3, 4], [5]]],
  ["$partition([], 2)", []],
  ["$range(1, 9, 2)", [1, 3, 5, 7, 9]],
  ["$hash('input data', 'MD5')", "812f45842bc6d66ee14572ce20db8e86"],
  ["$random()", 0.25],
  ["$random(7) = $random(7)", true],
  ["$uuid()", "11111111-2222-4333-8444-555555555555"],
  ["$parse('{\"a\": [1, null]}')", { a: [1, null] }],
  ["$parse('-0')", 0],
  ["$now()", "2026-01-02T00:00:00.000Z"],
  ["$now('[Y]/[M]')", "2026/1"],
  ["$millis()", Date.UTC(2026, 0, 2)],
  ["$map([1,2], function($v) { $v * 2 })", [2, 4]],
])("%s", async (expression, expected) => {
  const value = await evaluateJsonata({ expression, scope });
  expect(value).toEqual(expected);
  expect(JSON.stringify(value)).toBe(JSON.stringify(expected));
});

it.each([
  "$eval('1')",
  "$sum",
  '{"f": $sum}',
  "1 + 'a'",
  "1 +",
  "$parse('{')",
  "$hash('a', 'CRC')",
  "$range(1, 1001, 1)",
])("%s is a query evaluation error", async (expression) => {
  await expect(evaluateJsonata({ expression, scope })).rejects.toMatchObject({
    error: "States.QueryEvaluationError",
  });
});

it("keeps the values that took part out of the cause", async () => {
  const failing = evaluateJsonata({ expression: "$number($states.input.text)", scope, field: "Output" });
  await expect(failing).rejects.toThrow("'$number($states.input.text)' specified for the field 'Output'");
  await expect(failing).rejects.toThrow(/D3030: .*\(a value\)/);
});

describe("a template", () => {
  it("evaluates strings that are wholly {% %}, at any depth, and takes the rest as it is", async () => {
    const template = { a: ["{% $total %}", { b: "{%1%}" }], c: " {% 1 %} ", d: "$total", e: null, f: 0 };
    await expect(evaluateJsonataTemplate({ template, scope, field: "Output" })).resolves.toEqual({
      a: [40, { b: 1 }],
      c: " {% 1 %} ",
      d: "$total",
      e: null,
      f: 0,
    });
  });

  it.each<[Json, string]>([
    ["{% $nothing %}", "'Output'"],
    [{ result: { deep: "{% $nothing %}" } }, "'Output/result/deep'"],
  ])("%j names the field whose expression gives nothing", async (template, field) => {
    await expect(evaluateJsonataTemplate({ template, scope, field: "Output" })).rejects.toThrow(
      `The JSONata expression '$nothing' specified for the field ${field} returned nothing (undefined).`,
    );
  });
});
