import { type Call, parseIntrinsic } from "../intrinsics/parse.ts";
import { isIntrinsic } from "../intrinsics.ts";
import { compileJsonata, expressionIn } from "../jsonata.ts";
import { parsePath } from "../jsonpath/parse.ts";
import { DYNAMIC_SUFFIX } from "../template.ts";
import { variableName } from "./assign.ts";
import { below, isRecord, type Place } from "./report.ts";

/** A variable, and the place where it is set or read. */
export type Mention = { name: string; place: Place };

/** What a state runs inside; its variables are looked at on their own. */
const INNER_GRAPHS = ["Branches", "ItemProcessor", "Iterator"];

/** The variables a state sets: in its own Assign, in its rules' and in its catchers'. */
export function assignedIn(state: Record<string, unknown>, place: Place): Mention[] {
  const holders: [unknown, Place][] = [
    [state, place],
    ...["Choices", "Catch"].flatMap((field): [unknown, Place][] => {
      const list = state[field];
      return Array.isArray(list) ? list.map((item, at) => [item, below(place, field, at)]) : [];
    }),
  ];
  return holders.flatMap(([holder, at]) => {
    const assign = isRecord(holder) ? holder.Assign : undefined;
    if (!isRecord(assign)) return [];
    return Object.keys(assign).map((key) => ({ name: variableName(key), place: below(at, "Assign", key) }));
  });
}

/** The variables a state's own fields read. What cannot be parsed reads none: it is reported elsewhere. */
export function readIn(state: Record<string, unknown>, place: Place): Mention[] {
  return Object.entries(state)
    .filter(([field]) => !INNER_GRAPHS.includes(field))
    .flatMap(([field, value]) => readInValue({ key: field, value, place: below(place, field) }));
}

function readInValue({ key, value, place }: { key: string; value: unknown; place: Place }): Mention[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, at) => readInValue({ key, value: item, place: below(place, at) }));
  }
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([inner, each]) =>
      readInValue({ key: inner, value: each, place: below(place, inner) }),
    );
  }
  if (typeof value !== "string") return [];
  const expression = expressionIn(value);
  const isPath = key.endsWith(DYNAMIC_SUFFIX) || key.endsWith("Path") || key === "Variable";
  const names =
    expression === undefined ? (isPath ? pathVariables(value) : []) : expressionVariables(expression);
  return names.map((name) => ({ name, place }));
}

function pathVariables(text: string): string[] {
  try {
    if (isIntrinsic(text)) return callVariables(parseIntrinsic(text));
    const { root } = parsePath(text);
    return root.kind === "variable" ? [root.name] : [];
  } catch {
    return [];
  }
}

function callVariables(call: Call): string[] {
  return call.arguments.flatMap((argument) => {
    if (argument.kind === "call") return callVariables(argument.call);
    return argument.kind === "path" ? pathVariables(argument.path) : [];
  });
}

function expressionVariables(expression: string): string[] {
  try {
    const { read, bound } = namesIn(compileJsonata(expression).ast());
    return [...read].filter((name) => !bound.has(name));
  } catch {
    return [];
  }
}

/** The names a JSONata syntax tree reads, and those it binds itself, by := or as parameters. */
function namesIn(tree: unknown): { read: Set<string>; bound: Set<string> } {
  const read = new Set<string>();
  const bound = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    if (!isRecord(node)) return;
    const { type, value, lhs, arguments: parameters } = node;
    if (type === "variable" && typeof value === "string" && value !== "") read.add(value);
    const binds = type === "bind" ? [lhs] : type === "lambda" && Array.isArray(parameters) ? parameters : [];
    for (const target of binds) {
      if (isRecord(target) && typeof target.value === "string") bound.add(target.value);
    }
    Object.values(node).forEach(visit);
  };
  visit(tree);
  return { read, bound };
}
