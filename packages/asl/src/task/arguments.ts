import { StatesError } from "../error.ts";
import { isJsonObject, type Json } from "../json.ts";

/**
 * A task's arguments, which its integration wants as an object.
 *
 * @throws StatesError States.Runtime
 */
export function objectArguments({ args, resource }: { args: Json; resource: string }): {
  [name: string]: Json;
} {
  if (isJsonObject(args)) return args;
  throw new StatesError("States.Runtime", `${resource} needs an object of arguments.`);
}

/**
 * One of a task's arguments that must be a text.
 *
 * @throws StatesError States.Runtime
 */
export function stringArgument({ args, name }: { args: { [name: string]: Json }; name: string }): string {
  const value = args[name];
  if (typeof value === "string") return value;
  throw new StatesError("States.Runtime", `The task needs the argument '${name}', a string.`);
}
