import type { QueryLanguage } from "../definition.ts";
import { isDistributed } from "./map.ts";
import { below, isRecord, type Place, report } from "./report.ts";
import { checkState } from "./state.ts";
import { assignedIn, readIn } from "./variables.ts";

/** What surrounds a graph. */
export type Surroundings = {
  language: QueryLanguage;
  /** State names seen so far: they are unique in the whole machine. */
  names: Set<string>;
  /** Variables of the graphs around it, which it sees and must not set. */
  outer: Set<string>;
  /** Variables of the graphs around it that it cannot see, because a Distributed Map lies between. */
  hidden: Set<string>;
};

/** The states of one graph, by name. */
type Machine = Map<string, Record<string, unknown>>;

/** A state, and where it stands. */
type StateAt = { state: Record<string, unknown>; place: Place };

/** AWS's limit on the length of a state's name. */
const MAX_NAME = 80;

/** Checks StartAt and States: of a machine, of a branch, or of what a Map runs. */
export function checkGraph({
  graph,
  place,
  around,
}: {
  graph: Record<string, unknown>;
  place: Place;
  around: Surroundings;
}): void {
  const { States: states, StartAt: startAt } = graph;
  if (!isRecord(states) || Object.keys(states).length === 0) {
    report(below(place, "States"), "MISSING_FIELD", "must be an object with at least one state");
    return;
  }
  const inside = below(place, "States");
  const machine: Machine = new Map();
  for (const [name, state] of Object.entries(states)) {
    const here = below(inside, name);
    checkName({ name, place: here, names: around.names });
    if (isRecord(state)) machine.set(name, state);
    else report(here, "INVALID_TYPE", "must be an object");
  }
  for (const [name, state] of machine) {
    checkLanguageAndState({ state, place: below(inside, name), language: around.language });
  }
  checkReachability({ place, startAt, machine });
  checkVariables({ machine, inside, around });
  for (const [name, state] of machine) {
    const outer = new Set([...around.outer, ...assignedBefore({ name, machine })]);
    checkInnerGraphs({ state, place: below(inside, name), around: { ...around, outer } });
  }
}

/** The variables that may be set by the time a state is entered: those of the states that lead to it. */
function assignedBefore({ name, machine }: { name: string; machine: Machine }): string[] {
  const nowhere = { path: "", issues: [] };
  return [...machine.values()]
    .filter((state) =>
      reachableFrom(
        linksOf(state, nowhere).map(({ target }) => target),
        machine,
      ).has(name),
    )
    .flatMap((state) => assignedIn(state, nowhere).map((each) => each.name));
}

function reachableFrom(targets: unknown[], machine: Machine): Set<string> {
  const reached = new Set<string>();
  const ahead = [...targets];
  while (ahead.length > 0) {
    const name = ahead.pop();
    const state = typeof name === "string" && !reached.has(name) ? machine.get(name) : undefined;
    if (typeof name !== "string" || state === undefined) continue;
    reached.add(name);
    ahead.push(...linksOf(state, { path: "", issues: [] }).map(({ target }) => target));
  }
  return reached;
}

function checkName({ name, place, names }: { name: string; place: Place; names: Set<string> }): void {
  if (name.length === 0 || name.length > MAX_NAME) {
    report(place, "INVALID_NAME", `a state's name has 1 to ${MAX_NAME} characters`);
  }
  if (names.has(name)) report(place, "DUPLICATE_STATE", `there is more than one state ${name}`);
  names.add(name);
}

function checkLanguageAndState({ state, place, language }: StateAt & { language: QueryLanguage }): void {
  const own = state.QueryLanguage;
  if (language === "JSONata" && own === "JSONPath") {
    report(below(place, "QueryLanguage"), "WRONG_QUERY_LANGUAGE", "a JSONata machine has no JSONPath states");
  }
  checkState({ ...place, value: state, language: own === "JSONata" || own === "JSONPath" ? own : language });
}

type Link = { target: unknown; place: Place };

/** Every way from a state to another. */
function linksOf(state: Record<string, unknown>, place: Place): Link[] {
  const own = ["Next", "Default"].map(
    (field): Link => ({ target: state[field], place: below(place, field) }),
  );
  const listed = ["Choices", "Catch"].flatMap((field): Link[] => {
    const list = state[field];
    if (!Array.isArray(list)) return [];
    return list.map((item, at) => ({
      target: isRecord(item) ? item.Next : undefined,
      place: below(place, field, at, "Next"),
    }));
  });
  return [...own, ...listed].filter(({ target }) => target !== undefined);
}

function checkReachability(options: { place: Place; startAt: unknown; machine: Machine }): void {
  const { place, startAt, machine } = options;
  const inside = below(place, "States");
  const start = { target: startAt, place: below(place, "StartAt") };
  const links = [...machine].flatMap(([name, state]) => linksOf(state, below(inside, name)));
  for (const { target, place: at } of [start, ...links]) {
    if (typeof target !== "string" || !machine.has(target)) {
      report(at, "MISSING_TRANSITION_TARGET", `there is no state ${String(target)} in this scope`);
    }
  }
  const reached = reachableFrom([startAt], machine);
  for (const name of machine.keys()) {
    if (!reached.has(name)) report(below(inside, name), "UNREACHABLE_STATE", "no way leads to this state");
  }
  const ends = [...machine.values()].some(
    (state) => state.End === true || state.Type === "Succeed" || state.Type === "Fail",
  );
  if (!ends) report(inside, "MISSING_TERMINAL_STATE", "no state ends the execution");
}

function checkVariables({
  machine,
  inside,
  around,
}: {
  machine: Machine;
  inside: Place;
  around: Surroundings;
}): void {
  const states = [...machine].map(([name, state]) => ({ state, place: below(inside, name) }));
  const assigned = states.flatMap(({ state, place }) => assignedIn(state, place));
  for (const { name, place } of assigned) {
    if (around.outer.has(name))
      report(place, "OUTER_ASSIGNMENT", `the variable ${name} belongs to an outer scope`);
  }
  const visible = new Set([...around.outer, ...assigned.map(({ name }) => name)]);
  for (const { name, place } of states.flatMap(({ state, place: at }) => readIn(state, at))) {
    if (around.hidden.has(name) && !visible.has(name)) {
      report(
        place,
        "OUTER_VARIABLE",
        `a Distributed Map does not see the variable ${name}: pass it by ItemSelector`,
      );
    }
  }
}

function checkInnerGraphs({ state, place, around }: StateAt & { around: Surroundings }): void {
  const { Type: type, Branches: branches } = state;
  if (type === "Parallel") {
    if (!Array.isArray(branches) || branches.length === 0) {
      report(below(place, "Branches"), "INVALID_TYPE", "must be an array that is not empty");
      return;
    }
    for (const [at, branch] of branches.entries())
      checkInnerGraph({ graph: branch, place: below(place, "Branches", at), around });
  }
  if (type === "Map") {
    const field = Object.hasOwn(state, "Iterator") ? "Iterator" : "ItemProcessor";
    const { outer, hidden } = around;
    const within = isDistributed(state)
      ? { ...around, outer: new Set<string>(), hidden: new Set([...hidden, ...outer]) }
      : around;
    if (isRecord(state[field]))
      checkInnerGraph({ graph: state[field], place: below(place, field), around: within });
  }
}

const INNER_FIELDS = ["StartAt", "States", "Comment", "ProcessorConfig", "QueryLanguage"];

function checkInnerGraph({
  graph,
  place,
  around,
}: {
  graph: unknown;
  place: Place;
  around: Surroundings;
}): void {
  if (!isRecord(graph)) {
    report(place, "INVALID_TYPE", "must be an object");
    return;
  }
  for (const name of Object.keys(graph)) {
    if (!INNER_FIELDS.includes(name))
      report(below(place, name), "UNKNOWN_FIELD", `there is no field ${name} here`);
  }
  checkGraph({ graph, place, around });
}
