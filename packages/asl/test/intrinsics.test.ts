import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../src/index.ts";
import { evaluateIntrinsic, findIntrinsicProblem } from "../src/intrinsics.ts";
import { errorOf, scopeOf } from "./scope.ts";

const INPUT: Json = {
  name: "bob",
  path: "C:\\dir",
  items: [1, 2, 3, 4, 5],
  objects: [{ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 2 }],
  one: { a: 1, n: { x: 1 } },
  two: { b: 2, n: { y: 2 } },
  template: "It's {}!",
  long: "x".repeat(10_001),
};

function evaluate(expression: string, input: Json = INPUT): Json {
  return evaluateIntrinsic({ expression, ...scopeOf({ input }) });
}

it.each<[string, Json]>([
  ["States.Array()", []],
  [
    "States.Array('Foo', 2020, $.one, null, true, -1.5e1)",
    ["Foo", 2020, { a: 1, n: { x: 1 } }, null, true, -15],
  ],
  ["States.ArrayPartition($.items, 2)", [[1, 2], [3, 4], [5]]],
  ["States.ArrayPartition(States.Array(), 2)", []],
  ["States.ArrayContains($.objects, $.objects[1])", true],
  ["States.ArrayContains($.items, '3')", false],
  ["States.ArrayRange(1, 9, 2)", [1, 3, 5, 7, 9]],
  ["States.ArrayRange(3, 1, -1)", [3, 2, 1]],
  ["States.ArrayGetItem($.items, 4)", 5],
  ["States.ArrayLength($.items)", 5],
  ["States.ArrayUnique(States.Array(1, 2, 1, '1', true))", [1, 2, "1", true]],
  ["States.ArrayUnique($.objects)", [{ a: 1, b: 2 }, { a: 2 }]],
  ["States.Base64Encode('Data to encode')", "RGF0YSB0byBlbmNvZGU="],
  ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", "Data to encode"],
  ["States.Hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
  ["States.JsonMerge($.one, $.two, false)", { a: 1, b: 2, n: { y: 2 } }],
  [`States.StringToJson('\\{"a":[1]\\}')`, { a: [1] }],
  [`States.StringToJson('{"a":[1]}')`, { a: [1] }],
  ["States.StringToJson(' ')", null],
  ["States.JsonToString($.one)", '{"a":1,"n":{"x":1}}'],
  ["States.MathRandom(1, 999)", 500],
  ["States.MathAdd(1.5, 1.51)", 4],
  ["States.MathAdd(-0.5, 0)", 0],
  ["States.StringSplit('This.is+a,test=string', '.+,=')", ["This", "is", "a", "test", "string"]],
  ["States.StringSplit(',,', ',')", []],
  ["States.StringSplit('a\nb', '\n')", ["a", "b"]],
  ["States.UUID()", "11111111-2222-4333-8444-555555555555"],
  ["States.Format('hi {} {}', $.name, 3)", "hi bob 3"],
  ["States.Format('it\\'s \\{{}\\} \\\\', $.path)", "it's {C:\\dir} \\"],
  ["States.Format($.template, null)", "It's null!"],
  ["States.Format('{}', $.one)", "{a=1, n={x=1}}"],
  ["States.Format('{}', States.Array(1, 'b'))", "[1, b]"],
  ["States.Format('none')", "none"],
  ["States.ArrayGetItem($.objects[?(@.a == 2)].a, 0)", 2],
  ["States.ArrayLength( States.StringSplit( 'a-b' , '-' ) )", 2],
])("%s", (expression, expected) => {
  expect(evaluate(expression)).toEqual(expected);
});

describe("an intrinsic function fails by name", () => {
  it.each([
    "States.Nothing()",
    "States.Format('{}')",
    "States.Format('{}', 1, 2)",
    "States.Format('{', 1)",
    "States.MathAdd(1, '1')",
    "States.MathAdd(2147483647, 1)",
    "States.ArrayGetItem($.items, 9)",
    "States.ArrayGetItem($.items, -1)",
    "States.ArrayPartition($.items, 0)",
    "States.ArrayRange(1, 2, 0)",
    "States.ArrayRange(1, 1001, 1)",
    "States.JsonMerge($.one, $.two, true)",
    "States.StringToJson('{')",
    "States.StringToJson('a \\n b')",
    "States.Base64Decode('%%%')",
    "States.Base64Encode($.long)",
    "States.Hash($.name, 'CRC')",
    "States.ArrayLength($.name)",
    "States.MathRandom(2, 2)",
    "States.UUID(",
    "States.Array(1 2)",
    `States.Array("x")`,
  ])("%s", (expression) => {
    expect(errorOf(() => evaluate(expression))).toBe("States.IntrinsicFailure");
  });

  it("but a path that meets nothing is the state's error", () => {
    expect(errorOf(() => evaluate("States.Array($.missing)"))).toBe("States.Runtime");
  });

  it("when calls nest deeper than ten", () => {
    const nested = (depth: number): string => (depth === 0 ? "1" : `States.Array(${nested(depth - 1)})`);
    expect(findIntrinsicProblem(nested(10))).toBeUndefined();
    expect(findIntrinsicProblem(nested(11))).toBeDefined();
  });
});

it.each([
  "States.MathAdd(1,'-1')",
  "States.Array(",
  "States.UUID(1)",
  "States.Array(States.Nope())",
  "States.Hash('a')",
])("%s is wrong before it runs", (expression) => {
  expect(findIntrinsicProblem(expression)).toBeDefined();
});

it("the same seed gives the same random number, within bounds", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (seed, width) => {
      const expression = `States.MathRandom(5, ${5 + width}, ${seed})`;
      const value = evaluate(expression);
      expect(value).toBe(evaluate(expression));
      expect(value).toBeGreaterThanOrEqual(5);
      expect(value).toBeLessThan(5 + width);
    }),
  );
});

it("any text survives Format, Base64 and JSON unchanged", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 50 }), (text) => {
      const input = { text };
      expect(evaluate("States.Format('{}', $.text)", input)).toBe(text);
      expect(evaluate("States.Base64Decode(States.Base64Encode($.text))", input)).toBe(text);
      expect(evaluate("States.StringToJson(States.JsonToString($.text))", input)).toBe(text);
    }),
  );
});

it("whatever a call says, it gives a value or an error with a name", () => {
  const pieces = fc.constantFrom(
    "States.",
    "Array",
    "Format",
    "(",
    ")",
    ",",
    "'",
    "{}",
    "\\",
    "$.items",
    "[",
    "1",
    " ",
    "-",
    "null",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const outcome = errorOf(() => evaluate(`States.${parts.join("")}`));
      expect(outcome).toMatch(/^(no error|States\.(Runtime|IntrinsicFailure))/);
    }),
  );
});
