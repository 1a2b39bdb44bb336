import { StatesError } from "./error.ts";
import {
  ArgumentError,
  type ArgumentKind,
  type Chance,
  INTRINSICS,
  type Intrinsic,
} from "./intrinsics/functions.ts";
import { type Argument, type Call, parseIntrinsic, unescapeText } from "./intrinsics/parse.ts";
import { isJsonObject, type Json } from "./json.ts";
import { type PathScope, readPath } from "./jsonpath.ts";

/** What an intrinsic can reach: paths, and the engine's own chance for States.MathRandom and States.UUID. */
export type IntrinsicScope = PathScope & Chance;

/** Whether a text is meant as a call of an intrinsic function, right or wrong. */
export function isIntrinsic(text: string): boolean {
  return text.trimStart().startsWith("States.");
}

/**
 * Evaluates a call of one of the 18 intrinsic functions, with its nested calls.
 *
 * @throws StatesError States.IntrinsicFailure for a malformed call, an unknown function or values it cannot take;
 *   States.Runtime for a path that meets nothing.
 * @example evaluateIntrinsic({ expression: "States.MathAdd($.n, 1)", input: { n: 1 }, … }) // 2
 */
export function evaluateIntrinsic({ expression, ...scope }: IntrinsicScope & { expression: string }): Json {
  try {
    return run(parseIntrinsic(expression), scope);
  } catch (problem) {
    if (!(problem instanceof SyntaxError || problem instanceof ArgumentError)) throw problem;
    throw new StatesError(
      "States.IntrinsicFailure",
      `The function '${expression}' had the following error: ${problem.message}`,
      { cause: problem },
    );
  }
}

/**
 * What is wrong with a call before any value is known: a malformed text, an unknown function, the number of arguments, or a
 * constant of the wrong type. Undefined when nothing is.
 */
export function findIntrinsicProblem(expression: string): string | undefined {
  try {
    return findCallProblem(parseIntrinsic(expression));
  } catch (problem) {
    if (problem instanceof SyntaxError) return problem.message;
    throw problem;
  }
}

function findCallProblem(call: Call): string | undefined {
  const intrinsic = INTRINSICS[call.name];
  if (intrinsic === undefined) return `there is no function ${call.name}`;
  const counts = argumentCounts(intrinsic);
  if (call.arguments.length < counts.least || call.arguments.length > counts.most) {
    return `${call.name} does not take ${call.arguments.length} arguments`;
  }
  for (const [at, argument] of call.arguments.entries()) {
    const kind = kindAt(intrinsic, at);
    const problem = argument.kind === "call" ? findCallProblem(argument.call) : undefined;
    if (problem !== undefined) return problem;
    const constant = constantOf(argument);
    if (constant !== undefined && !fits(kind, constant))
      return `argument ${at + 1} of ${call.name} is not a ${kind}`;
  }
  return undefined;
}

function run(call: Call, scope: IntrinsicScope): Json {
  const problem = findCallProblem(call);
  const intrinsic = INTRINSICS[call.name];
  if (problem !== undefined || intrinsic === undefined) throw new ArgumentError(problem);
  const values = call.arguments.map((argument, at) => {
    const kind = kindAt(intrinsic, at);
    const value = resolve({ argument, kind, scope });
    if (!fits(kind, value)) throw new ArgumentError(`argument ${at + 1} of ${call.name} is not a ${kind}`);
    return value;
  });
  return intrinsic.run(values, scope);
}

function resolve({
  argument,
  kind,
  scope,
}: {
  argument: Argument;
  kind: ArgumentKind;
  scope: IntrinsicScope;
}): Json {
  switch (argument.kind) {
    case "text":
      return kind === "template" ? argument.raw : unescapeText(argument.raw);
    case "value":
      return argument.value;
    case "path": {
      const value = readPath({ ...scope, path: argument.path, field: argument.path });
      // A template that came as data has no escapes: only its {} are slots.
      return kind === "template" && typeof value === "string" ? escapeTemplate(value) : value;
    }
    case "call": {
      const value = run(argument.call, scope);
      return kind === "template" && typeof value === "string" ? escapeTemplate(value) : value;
    }
  }
}

function escapeTemplate(text: string): string {
  return text.replace(/\\(?![{}])/g, "\\\\");
}

function constantOf(argument: Argument): Json | undefined {
  if (argument.kind === "text") return argument.raw;
  return argument.kind === "value" ? argument.value : undefined;
}

function kindAt(intrinsic: Intrinsic, at: number): ArgumentKind {
  return intrinsic.arguments[Math.min(at, intrinsic.arguments.length - 1)] ?? "any";
}

function argumentCounts(intrinsic: Intrinsic): { least: number; most: number } {
  const most = intrinsic.repeated === true ? Number.POSITIVE_INFINITY : intrinsic.arguments.length;
  return {
    least: intrinsic.arguments.length - (intrinsic.repeated === true ? 1 : (intrinsic.optional ?? 0)),
    most,
  };
}

function fits(kind: ArgumentKind, value: Json): boolean {
  switch (kind) {
    case "any":
      return true;
    case "text":
    case "template":
      return typeof value === "string";
    case "array":
      return Array.isArray(value);
    case "object":
      return isJsonObject(value);
    default:
      return typeof value === kind;
  }
}
