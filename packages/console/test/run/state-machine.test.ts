import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MachineDefinition, StateDefinition } from "../../src/pages/run/state-machine/definition.ts";
import { DEFINITIONS } from "../../src/pages/run/state-machine/definitions.ts";
import { END_ID, machineGraph, START_ID, stateId } from "../../src/pages/run/state-machine/graph.ts";
import { layoutMachine, type PlacedNode } from "../../src/pages/run/state-machine/layout.ts";

const MACHINES = Object.entries(DEFINITIONS).map(([flow, definition]) => ({
  flow,
  definition: definition satisfies MachineDefinition as MachineDefinition,
}));

describe.each(MACHINES)("the drawing of $flow", ({ definition }) => {
  const { nodes, edges } = machineGraph(definition);
  const states = allStates(definition);

  it("has every state once, within the Map it belongs to", () => {
    const drawn = nodes.filter(({ kind }) => kind === "state" || kind === "map");
    const expected = states.map(({ name, parent }) => ({ name, parent: parent && stateId(parent) }));
    expect(drawn.map(({ name, parent }) => ({ name, parent }))).toEqual(expected);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
  });

  it("has an arrow for every transition, and no other", () => {
    const expected = new Set([
      `${START_ID} ${stateId(definition.StartAt)}`,
      ...states.flatMap(({ name, state, parent }) => [
        ...targetsOf(state).map((target) => `${stateId(name)} ${stateId(target)}`),
        ...(parent === null && isLast(state) ? [`${stateId(name)} ${END_ID}`] : []),
      ]),
    ]);
    expect(new Set(edges.map(({ from, to }) => `${from} ${to}`))).toEqual(expected);
    expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length);
  });

  it("leaves no box overlapping another", () => {
    expectNoOverlap(layoutMachine({ nodes, edges }).nodes);
  });
});

it("tells choices and failures apart, and says when they are taken", () => {
  const { edges } = machineGraph(DEFINITIONS["lead-import"]);
  const from = (name: string) =>
    edges.filter((edge) => edge.from === stateId(name)).map(({ kind, label, to }) => [kind, label, to]);
  expect(from("AnyRows?")).toEqual([
    ["choice", "batches > 0", stateId("ProcessBatches")],
    ["otherwise", "", stateId("SummarizeRun")],
  ]);
  expect(from("UpsertLeads")).toEqual([
    ["catch", "Run.Paused, Run.Cancelled", stateId("Stopped")],
    ["catch", "", stateId("RecordBatchFailure")],
  ]);
});

it("no box overlaps another, and every arrow begins and ends at its boxes, whatever the definition", () => {
  fc.assert(
    fc.property(machines, (definition) => {
      const { nodes, edges } = layoutMachine(machineGraph(definition));
      expectNoOverlap(nodes);
      const boxes = new Map(nodes.map((node) => [node.id, node]));
      for (const { from, to, points } of edges) {
        expect(touches(boxes.get(from), points[0])).toBe(true);
        expect(touches(boxes.get(to), points.at(-1))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

/** Machines of up to six states, each of which leads to any other, a Map among them now and then. */
const machines = machineArbitrary("", 2);

function machineArbitrary(prefix: string, depth: number): fc.Arbitrary<MachineDefinition> {
  return fc.integer({ min: 1, max: 6 }).chain((count) => {
    const names = Array.from({ length: count }, (_, index) => `${prefix}S${index}`);
    const states = names.map((name) => stateArbitrary({ name, names, depth }));
    return fc.tuple(...states).map((all) => ({
      StartAt: `${prefix}S0`,
      States: Object.fromEntries(all.map((state, index) => [`${prefix}S${index}`, state])),
    }));
  });
}

function stateArbitrary(input: {
  name: string;
  names: string[];
  depth: number;
}): fc.Arbitrary<StateDefinition> {
  const { name, names, depth } = input;
  const target = fc.constantFrom(...names);
  const caught = fc.array(fc.record({ ErrorEquals: fc.constant(["Some.Error"]), Next: target }), {
    maxLength: 2,
  });
  const task = fc.record({ Type: fc.constant("Task"), Next: target, Catch: caught });
  const last = fc.constant({ Type: "Task", End: true });
  const choice = fc.record({
    Type: fc.constant("Choice"),
    Choices: fc.array(fc.record({ Condition: fc.string(), Next: target }), { maxLength: 3 }),
    Default: target,
  });
  if (depth === 0) return fc.oneof(task, last, choice);
  const map = fc.record({
    Type: fc.constant("Map"),
    Next: target,
    Catch: caught,
    ItemProcessor: machineArbitrary(`${name}.`, depth - 1),
  });
  return fc.oneof({ arbitrary: fc.oneof(task, last, choice), weight: 4 }, { arbitrary: map, weight: 1 });
}

interface FoundState {
  name: string;
  state: StateDefinition;
  parent: string | null;
}

function allStates(definition: MachineDefinition, parent: string | null = null): FoundState[] {
  return Object.entries(definition.States).flatMap(([name, state]) => [
    { name, state, parent },
    ...(state.ItemProcessor ? allStates(state.ItemProcessor, name) : []),
  ]);
}

function targetsOf({ Next, Default, Choices = [], Catch = [] }: StateDefinition): string[] {
  return [Next, Default, ...[...Choices, ...Catch].map((each) => each.Next)].filter(
    (target) => target !== undefined,
  );
}

function isLast({ End, Type }: StateDefinition): boolean {
  return End === true || Type === "Succeed" || Type === "Fail";
}

/** Boxes are apart, but for a Map and what is in it: that is wholly within. */
function expectNoOverlap(nodes: readonly PlacedNode[]): void {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const isWithin = (id: string, map: string): boolean => {
    const parent = parents.get(id) ?? null;
    return parent !== null && (parent === map || isWithin(parent, map));
  };
  for (const [index, a] of nodes.entries()) {
    for (const b of nodes.slice(index + 1)) {
      if (isWithin(b.id, a.id)) expect(contains(a, b)).toBe(true);
      else expect(`${a.id} over ${b.id}: ${overlaps(a, b)}`).toBe(`${a.id} over ${b.id}: false`);
    }
  }
}

function overlaps(a: PlacedNode, b: PlacedNode): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function contains(a: PlacedNode, b: PlacedNode): boolean {
  return b.x >= a.x && b.y >= a.y && b.x + b.width <= a.x + a.width && b.y + b.height <= a.y + a.height;
}

function touches(box: PlacedNode | undefined, point: { x: number; y: number } | undefined): boolean {
  if (box === undefined || point === undefined) return false;
  const slack = 1;
  return (
    point.x >= box.x - slack &&
    point.x <= box.x + box.width + slack &&
    point.y >= box.y - slack &&
    point.y <= box.y + box.height + slack
  );
}
