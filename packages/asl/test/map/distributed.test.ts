import { describe, expect, it, test } from "vitest";
import type { Json } from "../../src/index.ts";
import { machine, run, typesOf } from "../run.ts";
import { child, type MapState, refuse, runMap } from "./distributed.ts";

describe("children", () => {
  test("have their own input and context, and no variables of the parent", async () => {
    const { result, events } = await run({
      definition: machine(
        {
          A: { Type: "Pass", Assign: { outer: 1 }, Next: "M" },
          M: {
            Type: "Map",
            Items: [5],
            Label: "Batches",
            ItemProcessor: {
              ...child,
              ...machine({
                C: {
                  Type: "Pass",
                  Output: {
                    input: "{% $states.context.Execution.Input %}",
                    id: "{% $states.context.Execution.Id %}",
                    outer: "{% $exists($outer) %}",
                  },
                  End: true,
                },
              }),
            },
            End: true,
          },
        },
        { QueryLanguage: "JSONata" },
      ),
    });
    expect(result).toMatchObject({
      output: [{ input: 5, outer: false, id: expect.stringContaining(":execution:StateMachine/Batches:") }],
    });
    const told = events.filter(({ execution }) => execution.mapRunArn !== undefined);
    expect(told.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(told[0]?.execution.mapRunArn).toBe(
      events.find(({ type }) => type === "MapRunStarted")?.details.mapRunArn,
    );
  });

  test.each([1, 3, "{% $states.input.c %}"])(
    "at most MaxConcurrency %s at once, in the order of the items",
    async (MaxConcurrency) => {
      let active = 0;
      let most = 0;
      const { result } = await run({
        definition: machine(
          {
            M: { Type: "Map", Items: [1, 2, 3, 4, 5, 6, 7], MaxConcurrency, ItemProcessor: child, End: true },
          },
          { QueryLanguage: "JSONata" },
        ),
        input: { c: 2 },
        tasks: {
          invokeFunction: async ({ payload }) => {
            active += 1;
            most = Math.max(most, active);
            for (let turn = 0; turn < 8 - Number(payload); turn += 1) await new Promise(setImmediate);
            active -= 1;
            return payload;
          },
        },
      });
      expect(result).toMatchObject({ output: [1, 2, 3, 4, 5, 6, 7] });
      expect(most).toBe(typeof MaxConcurrency === "number" ? MaxConcurrency : 2);
    },
  );
});

describe("tolerated failures", () => {
  const items = [1, 2, 3, 4];
  it.each<{ state: Partial<MapState>; bad: number[]; output?: Json }>([
    { state: {}, bad: [], output: items },
    { state: {}, bad: [2] },
    { state: { ToleratedFailureCount: 1 }, bad: [2], output: [1, 3, 4] },
    { state: { ToleratedFailureCount: 1 }, bad: [2, 3] },
    { state: { ToleratedFailurePercentage: 50 }, bad: [2, 3], output: [1, 4] },
    { state: { ToleratedFailurePercentage: 49.9 }, bad: [2, 3] },
    { state: { ToleratedFailurePercentage: "{% 25 * 3 %}" }, bad: [1, 2, 3], output: [4] },
    { state: { ToleratedFailureCount: 0, ToleratedFailurePercentage: 100 }, bad: [2] },
    { state: { ToleratedFailurePercentage: 100 }, bad: items, output: [] },
  ])("$state with $bad failing", async ({ state, bad, output }) => {
    const { result } = await runMap({
      state: { Items: items, MaxConcurrency: 1, ...state },
      f: refuse(...bad),
    });
    expect(result).toMatchObject(
      output === undefined
        ? { status: "FAILED", error: "States.ExceedToleratedFailureThreshold" }
        : { status: "SUCCEEDED", output },
    );
  });
});

describe("ItemBatcher", () => {
  it.each<{ name: string; batcher: MapState["ItemBatcher"]; output: Json }>([
    {
      name: "a number of items",
      batcher: { MaxItemsPerBatch: 2 },
      output: [{ Items: ["aa", "bb"] }, { Items: ["cc"] }],
    },
    {
      name: "what all batches share",
      batcher: { MaxItemsPerBatch: 3, BatchInput: { run: "{% $states.input.run %}" } },
      output: [{ BatchInput: { run: 7 }, Items: ["aa", "bb", "cc"] }],
    },
    {
      name: "bytes",
      batcher: { MaxInputBytesPerBatch: 38 },
      output: [{ Items: ["aa", "bb"] }, { Items: ["cc"] }],
    },
  ])("makes batches by $name", async ({ batcher, output }) => {
    const { result } = await runMap({
      state: { Items: ["aa", "bb", "cc"], ...(batcher ? { ItemBatcher: batcher } : {}) },
      input: { run: 7 },
    });
    expect(result).toMatchObject({ output });
  });
});

test("an execution that ends early stops its children", async () => {
  const { result, events } = await run({
    definition: machine(
      { M: { Type: "Map", Items: [1, 2, 3], MaxConcurrency: 2, ItemProcessor: child, End: true } },
      { QueryLanguage: "JSONata", TimeoutSeconds: 5 },
    ),
    tasks: { invokeFunction: () => new Promise(() => {}) },
  });
  expect(result.status).toBe("TIMED_OUT");
  expect(typesOf(events).filter((type) => type === "ExecutionAborted")).toHaveLength(2);
  expect(typesOf(events)).toContain("MapRunAborted");
});
