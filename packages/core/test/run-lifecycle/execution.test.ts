import { describe, expect, it } from "vitest";
import { batchIdOf } from "../../src/run-file/keys.ts";
import { executionName, runOfExecution } from "../../src/run-lifecycle/retry.ts";

describe("names", () => {
  it("of batches compare as text in their order, up to ten million", () => {
    const ids = [1, 2, 9, 10, 99, 100, 9_999_999].map(batchIdOf);
    expect(ids.toSorted()).toEqual(ids);
  });

  it.each([
    [1, "run"],
    [2, "run-r1"],
    [3, "run-r2"],
  ])("of execution %i is %s, which names its run", (attempt, name) => {
    expect(executionName("run", attempt)).toBe(name);
    expect(runOfExecution(name)).toBe("run");
  });
});
