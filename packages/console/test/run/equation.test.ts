import { expect, it } from "vitest";
import { equationOf } from "../../src/pages/run/equation.ts";

const number = (value: number) => String(value);

it("the counts of a run add up in its sentence, those that are none left out", () => {
  const equation = equationOf({
    parts: [
      { key: "count.created", count: 1100, tone: "success" },
      { key: "count.updated", count: 0, tone: "info" },
      { key: "count.rejected", count: 104, tone: "error" },
    ],
    unit: "1204 rows",
    number,
    label: ({ key }) => key,
  });
  expect(equation).toBe("1204 rows = 1100 count.created + 104 count.rejected");
});

it("a run without rows has no sum", () => {
  expect(equationOf({ parts: [], unit: "0 rows", number, label: ({ key }) => key })).toBe("0 rows");
});
