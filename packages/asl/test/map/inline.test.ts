import { describe, expect, test } from "vitest";
import { FUNCTION, machine, named, run, typesOf } from "../run.ts";

const processor = machine({ A: { Type: "Task", Resource: `${FUNCTION}f`, End: true } });

describe("an inline Map", () => {
  test("gives outputs in the order of the items, whatever finishes first", async () => {
    const { result } = await run({
      definition: machine({
        M: {
          Type: "Map",
          ItemProcessor: machine({ W: { Type: "Wait", SecondsPath: "$", End: true } }),
          End: true,
        },
      }),
      input: [3, 1, 2],
    });
    expect(result).toMatchObject({ output: [3, 1, 2] });
  });

  test("runs at most MaxConcurrency iterations at once", async () => {
    const { took } = await run({
      definition: machine({
        M: {
          Type: "Map",
          MaxConcurrency: 2,
          ItemProcessor: machine({ W: { Type: "Wait", Seconds: 10, End: true } }),
          End: true,
        },
      }),
      input: [1, 2, 3, 4, 5],
    });
    expect(took).toBe(30_000);
  });

  test("shows each iteration its item, the outer variables and the execution's own input", async () => {
    const { result } = await run({
      definition: machine({
        V: { Type: "Pass", Assign: { v: 9 }, Next: "M" },
        M: {
          Type: "Map",
          ItemsPath: "$.items",
          ItemSelector: { "i.$": "$$.Map.Item.Index", "x.$": "$$.Map.Item.Value", "p.$": "$.prefix" },
          ItemProcessor: machine({
            A: {
              Type: "Pass",
              Parameters: {
                "in.$": "$",
                "index.$": "$$.Map.Item.Index",
                "v.$": "$v",
                "root.$": "$$.Execution.Input.prefix",
              },
              End: true,
            },
          }),
          End: true,
        },
      }),
      input: { items: ["a", "b"], prefix: "P" },
    });
    expect(result).toMatchObject({
      output: [
        { in: { i: 0, x: "a", p: "P" }, index: 0, v: 9, root: "P" },
        { in: { i: 1, x: "b", p: "P" }, index: 1, v: 9, root: "P" },
      ],
    });
  });

  test("stops the other iterations when one fails, and fails with its error", async () => {
    const { result, events } = await run({
      definition: machine({
        M: {
          Type: "Map",
          ItemProcessor: processor,
          Catch: [{ ErrorEquals: ["Bad"], Next: "B" }],
          End: true,
        },
        B: { Type: "Pass", End: true },
      }),
      input: [1, 2, 3],
      tasks: {
        invokeFunction: ({ payload }) =>
          payload === 2 ? Promise.reject(named("Bad")) : new Promise(() => {}),
      },
    });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: { Error: "Bad" } });
    const types = typesOf(events);
    expect(types.filter((type) => type === "MapIterationFailed")).toHaveLength(1);
    expect(types.filter((type) => type === "MapIterationAborted")).toHaveLength(2);
    expect(types).toContain("MapStateFailed");
  });

  test("of no items gives an empty array", async () => {
    const { result } = await run({
      definition: machine({ M: { Type: "Map", ItemProcessor: processor, End: true } }),
      input: [],
    });
    expect(result).toMatchObject({ output: [] });
  });

  test("over what is no array fails as States.Runtime", async () => {
    const { result } = await run({
      definition: machine({ M: { Type: "Map", ItemsPath: "$.x", ItemProcessor: processor, End: true } }),
      input: { x: 1 },
    });
    expect(result).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });
});
