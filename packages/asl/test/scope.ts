import { type Json, StatesError } from "../src/index.ts";

/** What expressions see in a test. */
export function scopeOf({
  input = null,
  context = {},
  variables = {},
}: {
  input?: Json;
  context?: Json;
  variables?: Record<string, Json>;
}) {
  return { input, context, variables, random: () => 0.5, uuid: () => "11111111-2222-4333-8444-555555555555" };
}

/** The name of the error that a call throws, or the call's value. */
export function errorOf(call: () => unknown): string {
  try {
    return `no error: ${JSON.stringify(call())}`;
  } catch (problem) {
    return problem instanceof StatesError ? problem.error : String(problem);
  }
}
