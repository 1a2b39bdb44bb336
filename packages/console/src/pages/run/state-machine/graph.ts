import type { MachineDefinition, StateDefinition } from "./definition.ts";

/** A box of the drawing. Those of states have the state's name as `name`; `parent` is the id of the Map around it. */
export interface MachineNode {
  id: string;
  kind: "start" | "end" | "state" | "map";
  name: string;
  /** The state's, such as `Task`; empty for start and end. */
  type: string;
  comment: string;
  parent: string | null;
}

/** An arrow of the drawing, between two boxes that have the same parent. */
export interface MachineEdge {
  id: string;
  from: string;
  to: string;
  kind: "next" | "choice" | "otherwise" | "catch";
  /** When it is taken: a condition, or the names of errors; empty where there is nothing to say. */
  label: string;
}

export interface MachineGraph {
  nodes: MachineNode[];
  edges: MachineEdge[];
}

export const START_ID = "start";
export const END_ID = "end";

/** The id of a state's box: names are unique within a definition, states of its Maps included. */
export function stateId(name: string): string {
  return `state:${name}`;
}

/**
 * What is to be drawn of a definition: each state once, those within a Map as children of its box, and each transition, those of a
 * failure included. Transitions that lead from one state to the same other for the same kind of reason are one arrow with both labels.
 * Retries lead nowhere, and are not drawn.
 */
export function machineGraph(definition: MachineDefinition): MachineGraph {
  const graph: MachineGraph = {
    nodes: [
      { id: START_ID, kind: "start", name: "", type: "", comment: "", parent: null },
      { id: END_ID, kind: "end", name: "", type: "", comment: "", parent: null },
    ],
    edges: [],
  };
  addEdge(graph, { from: START_ID, to: stateId(definition.StartAt), kind: "next", label: "" });
  addMachine({ graph, definition, parent: null });
  return graph;
}

function addMachine(input: {
  graph: MachineGraph;
  definition: MachineDefinition;
  parent: string | null;
}): void {
  const { graph, definition, parent } = input;
  for (const [name, state] of Object.entries(definition.States)) {
    const id = stateId(name);
    const { Type: type, Comment: comment = "", ItemProcessor } = state;
    graph.nodes.push({ id, kind: ItemProcessor ? "map" : "state", name, type, comment, parent });
    for (const { next, kind, label } of transitionsOf(state)) {
      addEdge(graph, { from: id, to: stateId(next), kind, label });
    }
    // Within a Map the box around its states says where it ends.
    if (parent === null && isLast(state)) addEdge(graph, { from: id, to: END_ID, kind: "next", label: "" });
    if (ItemProcessor) addMachine({ graph, definition: ItemProcessor, parent: id });
  }
}

interface Transition {
  next: string;
  kind: MachineEdge["kind"];
  label: string;
}

function transitionsOf(state: StateDefinition): Transition[] {
  const { Next, Default, Choices = [], Catch = [] } = state;
  return [
    ...(Next === undefined ? [] : [{ next: Next, kind: "next", label: "" } as const]),
    ...Choices.map(
      (choice) => ({ next: choice.Next, kind: "choice", label: conditionText(choice.Condition) }) as const,
    ),
    ...(Default === undefined ? [] : [{ next: Default, kind: "otherwise", label: "" } as const]),
    ...Catch.map(
      (each) => ({ next: each.Next, kind: "catch", label: errorsText(each.ErrorEquals) }) as const,
    ),
  ];
}

function isLast({ End, Type }: StateDefinition): boolean {
  return End === true || Type === "Succeed" || Type === "Fail";
}

function addEdge(graph: MachineGraph, edge: Omit<MachineEdge, "id">): void {
  const id = `${edge.from} ${edge.kind} ${edge.to}`;
  const same = graph.edges.find((each) => each.id === id);
  if (same === undefined) graph.edges.push({ id, ...edge });
  // An arrow for any error needs no names beside it.
  else same.label = same.label === "" || edge.label === "" ? "" : `${same.label}, ${edge.label}`;
}

/** A condition without the marks of JSONata, which all of them have. */
function conditionText(condition: string): string {
  return condition
    .replace(/^\{%|%\}$/g, "")
    .replaceAll("$states.input.", "")
    .replace(/\s+/g, " ")
    .trim();
}

function errorsText(names: readonly string[]): string {
  return names.includes("States.ALL") ? "" : names.join(", ");
}
