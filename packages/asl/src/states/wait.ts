import type { WaitState } from "../definition.ts";
import type { Json } from "../json.ts";
import { parseTimestamp } from "../timestamp.ts";
import { evaluateField, readField, stateError, unexpectedType } from "./fields.ts";
import { selectedInput, transfer } from "./transfer.ts";
import type { Outcome, Visit } from "./visit.ts";

/** The longest wait the service takes: 99,999,999 seconds, a little over three years. */
const LONGEST_WAIT_SECONDS = 99_999_999;

export async function runWait({ visit, state }: { visit: Visit; state: WaitState }): Promise<Outcome> {
  const input = selectedInput({ visit, state });
  const { clock } = visit.thread.execution.runtime;
  const ms = await waitingTime({ visit, state, input, now: clock.now() });
  if (ms > 0) await clock.sleep(ms, visit.thread.signal);
  const given = await transfer({ visit, state, result: input, hasResult: false, assign: state.Assign });
  return { ...given, next: state.Next };
}

async function waitingTime(options: {
  visit: Visit;
  state: WaitState;
  input: Json;
  now: number;
}): Promise<number> {
  const { visit, state, input, now } = options;
  if (state.SecondsPath !== undefined) {
    return 1000 * secondsAtPath({ visit, path: state.SecondsPath, input });
  }
  if (state.TimestampPath !== undefined) {
    const value = readField({ visit, path: state.TimestampPath, input });
    const time = typeof value === "string" ? parseTimestamp(value) : undefined;
    if (time !== undefined) return time - now;
    throw stateError({
      visit,
      error: "States.Runtime",
      cause: `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${state.TimestampPath} == ${typeof value === "string" ? value : JSON.stringify(value)}`,
    });
  }
  if (state.Timestamp !== undefined) {
    return (await timestamp({ visit, template: state.Timestamp })) - now;
  }
  return 1000 * (await seconds({ visit, template: state.Seconds ?? 0 }));
}

async function seconds({ visit, template }: { visit: Visit; template: number | string }): Promise<number> {
  if (typeof template === "number") return template;
  const field = "Seconds";
  const value = await evaluateField({ visit, field, template, view: { input: visit.input } });
  if (typeof value !== "number") throw unexpectedType({ visit, field, template, expected: "number", value });
  if (isSeconds(value)) return value;
  throw stateError({
    visit,
    error: "States.QueryEvaluationError",
    location: field,
    cause: `The Seconds field must be a whole number from 0 to ${LONGEST_WAIT_SECONDS}: ${value}`,
  });
}

function secondsAtPath({ visit, path, input }: { visit: Visit; path: string; input: Json }): number {
  const value = readField({ visit, path, input });
  const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && isSeconds(number)) return number;
  const fault = Number.isInteger(number) ? "references a negative value" : "cannot be parsed as a long value";
  throw stateError({
    visit,
    error: "States.Runtime",
    cause: `The SecondsPath parameter ${fault}: ${path} == ${JSON.stringify(value)}`,
  });
}

function isSeconds(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= LONGEST_WAIT_SECONDS;
}

async function timestamp({ visit, template }: { visit: Visit; template: string }): Promise<number> {
  const field = "Timestamp";
  const value =
    visit.language === "JSONPath"
      ? template
      : await evaluateField({ visit, field, template, view: { input: visit.input } });
  if (typeof value !== "string") throw unexpectedType({ visit, field, template, expected: "string", value });
  const time = parseTimestamp(value);
  if (time !== undefined) return time;
  throw stateError({
    visit,
    error: visit.language === "JSONPath" ? "States.Runtime" : "States.QueryEvaluationError",
    location: field,
    cause: `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`,
  });
}
