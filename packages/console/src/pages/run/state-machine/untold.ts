import type { MachineDefinition } from "./definition.ts";
import type { StateProgress } from "./look.ts";

/**
 * The states of which Step Functions does not tell whether they were entered: those within a Map that was. It counts the Map's children,
 * and not where they are.
 */
export function untoldStates(input: {
  definition: MachineDefinition;
  states: readonly StateProgress[];
}): ReadonlySet<string> {
  const entered = new Set(input.states.map(({ name }) => name));
  const within = Object.entries(input.definition.States).flatMap(([name, { ItemProcessor }]) =>
    entered.has(name) && ItemProcessor !== undefined ? Object.keys(ItemProcessor.States) : [],
  );
  return new Set(within);
}
