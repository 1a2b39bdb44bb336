import { expect, it } from "vitest";
import type { Json } from "../src/index.ts";
import { applyPayloadTemplate } from "../src/template.ts";
import { errorOf, scopeOf } from "./scope.ts";

const scope = scopeOf({
  input: { lead: { id: 7 }, list: [1] },
  context: { State: { Name: "S" } },
  variables: { v: [3] },
});

it.each<[Json, Json]>([
  [
    { "id.$": "$.lead.id", kind: "lead" },
    { id: 7, kind: "lead" },
  ],
  [{ deep: [{ "all.$": "$" }, "$.lead"] }, { deep: [{ all: { lead: { id: 7 }, list: [1] } }, "$.lead"] }],
  [
    { "name.$": "$$.State.Name", "v.$": "$v[0]" },
    { name: "S", v: 3 },
  ],
  [{ "text.$": "States.Format('{}', $.lead.id)" }, { text: "7" }],
  [{ "none.$": "$.list[?(@.x)]" }, { none: [] }],
  [{ "x.$.y": "$.lead" }, { "x.$.y": "$.lead" }],
  [[{ "a.$": "$.list" }], [{ a: [1] }]],
  [null, null],
])("%j is filled in", (template, expected) => {
  expect(applyPayloadTemplate({ template, ...scope })).toEqual(expected);
});

it.each<[Json, string]>([
  [{ "a.$": "$.missing" }, "States.Runtime"],
  [{ "a.$": 5 }, "States.Runtime"],
  [{ "a.$": "text" }, "States.Runtime"],
  [{ "a.$": "States.Nope()" }, "States.IntrinsicFailure"],
])("%j fails", (template, name) => {
  expect(errorOf(() => applyPayloadTemplate({ template, ...scope }))).toBe(name);
});

it("a missing value is named by its field", () => {
  expect(() => applyPayloadTemplate({ template: { "value.$": "$.missing" }, ...scope })).toThrow(
    "The JSONPath '$.missing' specified for the field 'value.$' could not be found in the input",
  );
});
