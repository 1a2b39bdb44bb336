import { createRequire } from "node:module";
import { validate } from "@millrace/asl";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { flowDefinition } from "../../src/flow/definitions.ts";
import { steps } from "../../src/flow/steps.ts";

const State = z.looseObject({
  Type: z.string(),
  TimeoutSeconds: z.number().optional(),
  Retry: z
    .array(
      z.object({ ErrorEquals: z.array(z.string()), JitterStrategy: z.string(), MaxDelaySeconds: z.number() }),
    )
    .optional(),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()) })).optional(),
  Arguments: z.looseObject({ FunctionName: z.string().optional() }).optional(),
  ItemProcessor: z.looseObject({ States: z.record(z.string(), z.unknown()) }).optional(),
});
type State = z.infer<typeof State>;

function statesOf(states: Record<string, unknown>): [string, State][] {
  return Object.entries(states).flatMap(([name, given]) => {
    const state = State.parse(given);
    return [[name, state], ...statesOf(state.ItemProcessor?.States ?? {})];
  });
}

describe("the catalog flow", () => {
  const definition = flowDefinition("catalog-enrichment");
  const states = statesOf(
    z.looseObject({ States: z.record(z.string(), z.unknown()) }).parse(definition).States,
  );
  const tasks = states.filter(([, { Type: type }]) => type === "Task");

  it("is accepted by the engine and by asl-validator", () => {
    expect(validate(definition)).toEqual([]);
    const aslValidator: unknown = createRequire(import.meta.url)("asl-validator");
    if (typeof aslValidator !== "function") throw new Error("asl-validator is no function");
    expect(aslValidator(definition)).toMatchObject({ isValid: true, errors: [] });
  });

  it("names functions there are", () => {
    const named = tasks.flatMap(([, { Arguments: given }]) => given?.FunctionName ?? []);
    expect(named).toHaveLength(6);
    for (const name of named) expect(steps[name], name).toBeDefined();
  });

  it.each(tasks)(
    "gives %s a timeout, tries it again with jitter and a cap, and catches what is left",
    (_, state) => {
      expect(state.TimeoutSeconds).toBeGreaterThan(0);
      expect(state.Retry?.length).toBeGreaterThan(0);
      for (const { JitterStrategy: jitter } of state.Retry ?? []) expect(jitter).toBe("FULL");
      expect(state.Catch?.at(-1)?.ErrorEquals).toEqual(["States.ALL"]);
      const others = [...(state.Retry ?? []), ...(state.Catch?.slice(0, -1) ?? [])];
      expect(others.flatMap(({ ErrorEquals: names }) => names)).not.toContain("States.ALL");
    },
  );

  it("waits for tokens in a Wait state, and tries no call of Keepa again without reserving anew", () => {
    expect(states.filter(([, { Type: type }]) => type === "Wait")).toHaveLength(1);
    const names = tasks.flatMap(([, { Retry: retriers = [] }]) =>
      retriers.flatMap(({ ErrorEquals: all }) => all),
    );
    expect(names.filter((name) => name.startsWith("Keepa."))).toEqual([]);
  });
});
