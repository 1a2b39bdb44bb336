import { StatesError } from "../error.ts";
import type { TaskRunner } from "./runner.ts";

/**
 * What a function's own error becomes: its name is what Retry and Catch match, and the cause is what the service
 * hands on from a Node.js function.
 */
export function functionFailure(error: unknown): StatesError {
  if (error instanceof StatesError) return error;
  const { name, message, stack } =
    error instanceof Error ? error : { name: "Error", message: String(error), stack: undefined };
  const trace = stack?.split("\n") ?? [];
  return new StatesError(name, JSON.stringify({ errorType: name, errorMessage: message, trace }), {
    cause: error,
  });
}

/** What the error of a service's client becomes: its name after the service's. */
export function serviceFailure({ service, error }: { service: string; error: unknown }): StatesError {
  if (error instanceof StatesError) return error;
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return new StatesError(name.includes(".") ? name : `${service}.${name}`, message, { cause: error });
}

/** The error of a definition that wants a kind of task for which no runner was given. */
export function noRunner(kind: keyof TaskRunner): StatesError {
  return new StatesError("States.Runtime", `No task runner was given for this resource: '${kind}'.`);
}
