import { expect, it } from "vitest";
import { NOT_SET, valueOfSecret } from "../src/secret.ts";

it.each([
  ["hidden", "hidden"],
  ["hidden\n", "hidden"],
  [" hidden\r\n", "hidden"],
  ["two words", "two words"],
  [NOT_SET, null],
  [`${NOT_SET}\n`, null],
  ["", null],
  ["\n", null],
])("a secret set to %j is %j", (value, expected) => {
  expect(valueOfSecret({ value })).toBe(expected);
});
