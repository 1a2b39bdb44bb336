import jsonata from "jsonata";
import { StatesError } from "./error.ts";
import { hashText, partition, range, seededFraction } from "./intrinsics/functions.ts";
import { isJsonObject, type Json } from "./json.ts";

/** What an expression can reach: `$states`, the variables in scope, and the engine's own chance and time. */
export type EvaluationScope = {
  states: { input: Json; result?: Json; errorOutput?: Json; context: Json };
  variables: Record<string, Json>;
  random: () => number;
  uuid: () => string;
  /** Milliseconds since 1970, for `$now()` and `$millis()`; without it they are undefined functions. */
  now?: () => number;
};

/** A value as JSONata gives it, before it is known to be JSON. */
class NotJson extends Error {}

const compiled = new Map<string, jsonata.Expression>();

/** The text between `{%` and `%}`, or undefined for a string that is no expression. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith("{%") && text.endsWith("%}") && text.length >= 4
    ? text.slice(2, -2).trim()
    : undefined;
}

/**
 * Compiles an expression once.
 *
 * @throws Error whose message says what is wrong with the syntax.
 */
export function compileJsonata(expression: string): jsonata.Expression {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const fresh = jsonata(expression);
  compiled.set(expression, fresh);
  return fresh;
}

/**
 * Evaluates a JSONata expression as AWS does: JSONata 2.0.6 with `$states`, variables and `$partition`, `$range`, `$hash`, `$random`, `$uuid`,
 * `$parse`, without `$eval`, and without an input of its own.
 *
 * @param options.expression with or without its `{% %}`.
 * @param options.field the field it stands in, for the cause, such as "Output/total".
 * @returns plain JSON, or undefined where the expression gives nothing.
 * @throws StatesError States.QueryEvaluationError when it fails or gives a function.
 * @example await evaluateJsonata({ expression: "{% $states.input.n + 1 %}", scope }) // 3
 */
export async function evaluateJsonata({
  expression,
  scope,
  field = "expression",
}: {
  expression: string;
  scope: EvaluationScope;
  field?: string;
}): Promise<Json | undefined> {
  const source = expressionIn(expression) ?? expression;
  try {
    const result: unknown = await compileJsonata(source).evaluate(undefined, bindings(scope));
    return plainJson(result);
  } catch (problem) {
    const about = `The JSONata expression '${source}' specified for the field '${field}'`;
    throw new StatesError(
      "States.QueryEvaluationError",
      problem instanceof NotJson
        ? `${about} returned ${problem.message}.`
        : `${about} threw an error during evaluation. ${describe(problem)}`,
      { cause: problem },
    );
  }
}

/**
 * Fills in a template of a JSONata state: every string that starts with `{%` and ends with `%}` is evaluated, at any depth; the rest is
 * taken as it is.
 *
 * @param options.field the field the template stands in, for causes, such as "Output".
 * @throws StatesError States.QueryEvaluationError when an expression fails or gives nothing.
 * @example await evaluateJsonataTemplate({ template: { id: "{% $states.input.id %}" }, scope, field: "Output" }) // { id: 7 }
 */
export async function evaluateJsonataTemplate({
  template,
  scope,
  field,
}: {
  template: Json;
  scope: EvaluationScope;
  field: string;
}): Promise<Json> {
  if (typeof template === "string") {
    const expression = expressionIn(template);
    if (expression === undefined) return template;
    const value = await evaluateJsonata({ expression, scope, field });
    if (value !== undefined) return value;
    throw new StatesError(
      "States.QueryEvaluationError",
      `The JSONata expression '${expression}' specified for the field '${field}' returned nothing (undefined).`,
    );
  }
  // One after another, so that the same chance gives the same values.
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [at, item] of template.entries()) {
      items.push(await evaluateJsonataTemplate({ template: item, scope, field: `${field}[${at}]` }));
    }
    return items;
  }
  if (!isJsonObject(template)) return template;
  const entries: [string, Json][] = [];
  for (const [key, value] of Object.entries(template)) {
    entries.push([key, await evaluateJsonataTemplate({ template: value, scope, field: `${field}/${key}` })]);
  }
  return Object.fromEntries(entries);
}

function bindings({ states, variables, random, uuid, now }: EvaluationScope): Record<string, unknown> {
  return {
    ...variables,
    states,
    eval: undefined,
    partition: (array: unknown, size: unknown) =>
      array === undefined ? undefined : partition({ items: listOf(array), size: numberOf(size) }),
    range: (first: unknown, last: unknown, step: unknown) =>
      range({ first: numberOf(first), last: numberOf(last), step: numberOf(step) }),
    hash: (data: unknown, algorithm: unknown) => hash(data, algorithm),
    random: (seed: unknown) => (seed === undefined ? random() : seededFraction(numberOf(seed))),
    uuid,
    parse: (text: unknown) => {
      if (text === undefined) return undefined;
      if (typeof text !== "string") throw new Error("$parse takes a text");
      const value: unknown = JSON.parse(text);
      return value;
    },
    millis: now,
    now:
      now === undefined
        ? undefined
        : (picture: unknown, zone: unknown) => formatNow({ now: now(), picture, zone }),
  };
}

async function formatNow({
  now,
  picture,
  zone,
}: {
  now: number;
  picture: unknown;
  zone: unknown;
}): Promise<unknown> {
  return compileJsonata("$fromMillis($moment, $picture, $zone)").evaluate(undefined, {
    moment: now,
    picture,
    zone,
  });
}

function hash(data: unknown, algorithm: unknown): string {
  if (typeof algorithm !== "string") throw new Error("$hash takes the name of an algorithm");
  const text = typeof data === "string" ? data : JSON.stringify(data);
  const digest = text === undefined ? undefined : hashText({ text, algorithm });
  if (digest === undefined) throw new Error("$hash knows MD5, SHA-1, SHA-256, SHA-384 and SHA-512");
  return digest;
}

function listOf(value: unknown): Json[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => plainJson(item) ?? null);
}

function numberOf(value: unknown): number {
  if (typeof value !== "number") throw new Error("the argument is not a number");
  return Math.round(value);
}

/** A copy without what JSONata keeps on its arrays, and without what JSON cannot carry. */
function plainJson(value: unknown): Json | undefined {
  switch (typeof value) {
    case "undefined":
    case "string":
    case "boolean":
      return value;
    case "number":
      if (!Number.isFinite(value)) throw new NotJson("a number that JSON cannot carry");
      return value + 0;
    case "object":
      if (value === null) return null;
      if (Array.isArray(value)) return value.map((item) => plainJson(item) ?? null);
      if ("_jsonata_lambda" in value || "_jsonata_function" in value) throw new NotJson("a function");
      return Object.fromEntries(
        Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
          const plain = plainJson(inner);
          return plain === undefined ? [] : [[key, plain]];
        }),
      );
    default:
      throw new NotJson(`a ${typeof value}`);
  }
}

/** What went wrong, by JSONata's own code. The values that took part are left out: they are the user's data. */
function describe(problem: unknown): string {
  if (!(problem instanceof Object)) return String(problem);
  const message = "message" in problem ? String(problem.message) : "";
  const code = "code" in problem ? `${problem.code}: ` : "";
  const values = Object.entries(problem).filter(([key]) => ["value", "value2", "exp"].includes(key));
  const withoutValues = values.reduce((text, [, value]) => {
    const shown = JSON.stringify(value);
    return shown === undefined ? text : text.replaceAll(shown, "(a value)");
  }, message);
  return `${code}${withoutValues}`;
}
