import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../src/index.ts";
import { findPath, readPath, writeReferencePath } from "../src/jsonpath.ts";
import { errorOf, scopeOf } from "./scope.ts";

const STORE: Json = {
  a: { b: [10, 20, 30] },
  items: [{ x: 1, tag: "one" }, { x: 2 }, "text", { x: null }],
  nested: { x: 3, below: [{ x: 4 }] },
  "odd name": { 'q"uote': true },
  none: null,
  empty: [],
};

describe("a path that names one value", () => {
  it.each<[string, Json]>([
    ["$", STORE],
    ["$.a.b", [10, 20, 30]],
    ["$.a.b[1]", 20],
    ["$.a.b[-1]", 30],
    ["$['a']['b'][0]", 10],
    ["$.['a'].b[0]", 10],
    ["$['odd name']['q\"uote']", true],
    ["$.none", null],
    ["$.empty", []],
    ["$.a.b.length()", 3],
    ["$.a['b','c']", { b: [10, 20, 30] }],
    ["$.a.b[(@.length-1)]", 30],
  ])("%s gives it", (path, expected) => {
    expect(readPath({ path, ...scopeOf({ input: STORE }) })).toEqual(expected);
  });

  it.each([
    "$.missing",
    "$.a.b[9]",
    "$.a.b.c",
    "$.none.x",
    "$nothing",
    "$$.Execution.Id",
    "$.missing[*].x",
    "$.a[0]",
  ])("%s fails where the value is not there", (path) => {
    expect(errorOf(() => readPath({ path, ...scopeOf({ input: STORE }) }))).toBe("States.Runtime");
  });

  it("reads the context object and variables", () => {
    const scope = scopeOf({ context: { State: { Name: "Here" } }, variables: { lead: { id: 7 }, π: 3 } });
    expect(readPath({ path: "$$.State.Name", ...scope })).toBe("Here");
    expect(readPath({ path: "$lead.id", ...scope })).toBe(7);
    expect(readPath({ path: "$π", ...scope })).toBe(3);
  });

  it("never reaches what is not data", () => {
    for (const path of ["$.constructor", "$.__proto__", "$.a.b.push", "$constructor"]) {
      expect(findPath({ path, ...scopeOf({ input: STORE }) }).present).toBe(false);
    }
  });
});

describe("a path that may match several values", () => {
  it.each<[string, Json]>([
    ["$.a.b[*]", [10, 20, 30]],
    ["$.empty[*].x", []],
    ["$.items[*].x", [1, 2, null]],
    ["$.items[?(@.x > 1)]", [{ x: 2 }]],
    ["$.items[?(@.x >= 1 && @.tag)].tag", ["one"]],
    ["$.items[?(!(@.x == 1))]", [{ x: 2 }, "text", { x: null }]],
    ["$.items[?(@.tag == 'one' || @.x == 2)].x", [1, 2]],
    ["$.items[?(@.tag == one)].x", [1]],
    ["$.items[?(@.x == null)]", [{ x: null }]],
    ["$.items[?(@.x == '1')].tag", ["one"]],
    ["$.nested[?(@.x == 3)].x", [3]],
    ["$.a.b[?(@ > 10)]", []],
    ["$.items[?(@.tag =~ /O.*/i)].x", [1]],
    ["$.items[?(@.tag =~ /n/)].x", []],
    ["$.items[?(@.x in [2, 3])]", [{ x: 2 }]],
    ["$.items[?(@.x nin [1, 2, null])]", ["text"]],
    ["$.items[?(@.x < $.nested.x && @.tag)].x", [1]],
    ["$.a.b[0:2]", [10, 20]],
    ["$.a.b[-2:]", [20, 30]],
    ["$.a.b[0,2]", [10, 30]],
    ["$.a.b[9,10]", []],
    ["$..x", [1, 2, null, 3, 4]],
    ["$.nested..[0]", [{ x: 4 }]],
    ["$.a.*", [[10, 20, 30]]],
  ])("%s gives an array", (path, expected) => {
    expect(readPath({ path, ...scopeOf({ input: STORE }) })).toEqual(expected);
  });
});

it.each([
  "a",
  ".a",
  "..a",
  "$...",
  "$.",
  "$[",
  "$['a",
  "$.a b",
  "$.a[?(@.x >)]",
  "$.a[?('x')]",
  "$.a[]",
  "()",
  "",
])("'%s' is no path", (path) => {
  expect(errorOf(() => readPath({ path, ...scopeOf({}) }))).toBe("States.Runtime");
});

describe("ResultPath", () => {
  it.each<[string, Json, Json]>([
    ["$", { x: 1 }, "new"],
    ["$.r", { x: 1 }, { x: 1, r: "new" }],
    ["$.r.deep", { x: 1 }, { x: 1, r: { deep: "new" } }],
    ["$.x", { x: 1 }, { x: "new" }],
    ["$['x']['y']", { x: { z: 1 } }, { x: { z: 1, y: "new" } }],
    ["$.list[1]", { list: [1, 2] }, { list: [1, "new"] }],
    ["$", [1], "new"],
  ])("%s puts the result into %j", (path, target, expected) => {
    const before = structuredClone(target);
    expect(writeReferencePath({ path, target, value: "new" })).toEqual(expected);
    expect(target).toEqual(before);
  });

  it.each<[string, Json]>([
    ["$.r", "text"],
    ["$.r", [1]],
    ["$.x.y", { x: 1 }],
    ["$.x.y", { x: null }],
    ["$.list[5]", { list: [1] }],
    ["$.list[0]", { list: {} }],
  ])("%s does not fit %j", (path, target) => {
    expect(errorOf(() => writeReferencePath({ path, target, value: 1 }))).toBe(
      "States.ResultPathMatchFailure",
    );
  });

  it("keeps __proto__ an ordinary name", () => {
    const written = writeReferencePath({ path: "$['__proto__'].x", target: {}, value: 1 });
    expect(Object.entries(written ?? {})).toEqual([["__proto__", { x: 1 }]]);
  });

  it("reads back what was written, whatever the names", () => {
    const names = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(names, fc.jsonValue({ maxDepth: 2 }), (keys, value) => {
        const path = `$${keys.map((key) => `['${key.replace(/['\\]/g, "\\$&")}']`).join("")}`;
        const json: Json = JSON.parse(JSON.stringify(value));
        const input = writeReferencePath({ path, target: {}, value: json });
        expect(readPath({ path, ...scopeOf({ input }) })).toEqual(json);
      }),
    );
  });
});

it("whatever a path says, it gives a value or an error with a name", () => {
  const pieces = fc.constantFrom(
    "$",
    "$$",
    ".",
    "..",
    "a",
    "[",
    "]",
    "*",
    "?(",
    "@",
    ")",
    "'",
    "0",
    ":",
    ",",
    "==",
    " ",
    "!",
    "~",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const outcome = errorOf(() => findPath({ path: parts.join(""), ...scopeOf({ input: STORE }) }));
      expect(outcome).toMatch(/^(no error|States\.Runtime)/);
    }),
  );
});
