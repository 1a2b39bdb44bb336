import { expect, it } from "vitest";
import { equationOf } from "../../src/pages/run/equation.ts";

it("the parts of a whole add up in its sentence, those that are none left out", () => {
  const parts = [
    { name: "created", count: 1100 },
    { name: "updated", count: 0 },
    { name: "rejected", count: 104 },
  ];
  const equation = equationOf({ parts, whole: "1204 rows", text: ({ name, count }) => `${count} ${name}` });
  expect(equation).toBe("1204 rows = 1100 created + 104 rejected");
});

it("a whole without parts has no sum", () => {
  expect(equationOf({ parts: [], whole: "0 rows", text: () => "" })).toBe("0 rows");
});
