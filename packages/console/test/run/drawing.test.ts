import { expect, it } from "vitest";
import { wordsOf } from "../../src/pages/run/failure/failures.ts";
import { DEFINITIONS } from "../../src/pages/run/state-machine/definitions.ts";
import { edgePath } from "../../src/pages/run/state-machine/edge-path.ts";
import { lookOf } from "../../src/pages/run/state-machine/look.ts";
import { untoldStates } from "../../src/pages/run/state-machine/untold.ts";

it.each([
  [undefined, "idle"],
  [{ running: 0, done: 0, failed: 0 }, "idle"],
  [{ running: 1, done: 5, failed: 2 }, "running"],
  [{ running: 0, done: 5, failed: 0 }, "done"],
  [{ running: 0, done: 0, failed: 2 }, "failed"],
  [{ running: 0, done: 5, failed: 2 }, "mixed"],
] as const)("a state of which %j is known is shown as %s", (progress, look) => {
  expect(lookOf(progress && { name: "State", ...progress })).toBe(look);
});

it("states within a Map that was entered are told of by nobody on AWS", () => {
  const definition = DEFINITIONS["lead-import"];
  const entered = (...names: string[]) => names.map((name) => ({ name, running: 0, done: 1, failed: 0 }));
  expect(untoldStates({ definition, states: entered("ParseFile") })).toEqual(new Set());
  expect(untoldStates({ definition, states: entered("ParseFile", "ProcessBatches") })).toEqual(
    new Set(Object.keys(definition.States.ProcessBatches.ItemProcessor.States)),
  );
});

it("an arrow begins and ends at the points of the layout, and bends between them", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 10 },
    { x: 20, y: 30 },
    { x: 20, y: 40 },
  ];
  expect(edgePath(points)).toBe("M 0 0 Q 0 10 10 20 Q 20 30 20 40");
  expect(edgePath(points.slice(0, 2))).toBe("M 0 0 L 0 10");
  expect(edgePath([])).toBe("");
});

it("an error whose name is not known has words too", () => {
  expect(wordsOf("LeadFile.Encrypted").what).toBe("failure.encrypted");
  expect(wordsOf("Lambda.Unknown").what).toBe("failure.unknown");
  expect(wordsOf("toString").what).toBe("failure.unknown");
});
