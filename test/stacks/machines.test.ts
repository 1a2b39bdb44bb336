import { createRequire } from "node:module";
import { validate } from "@millrace/asl";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  type App,
  deployed,
  lambdas,
  machines,
  NEEDS_PLATFORM,
  permissions,
  STAGES,
  WITHOUT_PLATFORM,
} from "../equipment/stacks.ts";

const Retrier = z.looseObject({
  ErrorEquals: z.array(z.string()),
  JitterStrategy: z.string(),
  MaxDelaySeconds: z.number(),
});
const State = z.looseObject({
  Type: z.string(),
  TimeoutSeconds: z.number().optional(),
  Retry: z.array(Retrier).optional(),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()) })).optional(),
  Arguments: z.looseObject({ FunctionName: z.string().optional() }).optional(),
  MaxConcurrency: z.union([z.string(), z.number()]).optional(),
  ItemProcessor: z.looseObject({ States: z.record(z.string(), z.unknown()) }).optional(),
});
type State = z.infer<typeof State>;
const Definition = z.looseObject({ States: z.record(z.string(), z.unknown()) });

/** All states, those inside Maps included. */
function statesOf(states: Record<string, unknown>): [string, State][] {
  return Object.entries(states).flatMap(([name, given]) => {
    const state = State.parse(given);
    return [[name, state], ...statesOf(state.ItemProcessor?.States ?? {})];
  });
}

/** asl-validator comes without types. */
function askAslValidator(definition: unknown): unknown {
  const aslValidator: unknown = createRequire(import.meta.url)("asl-validator");
  if (typeof aslValidator !== "function") throw new Error("asl-validator is no function");
  return aslValidator(definition);
}

/** Each machine of a stage with its states. */
function definitions(app: App) {
  return machines(app).map(([name, { definition }]) => {
    const json: unknown = JSON.parse(definition);
    return { name, json, states: statesOf(Definition.parse(json).States) };
  });
}
const tasks = (app: App) =>
  definitions(app).flatMap(({ states }) => states.filter(([, { Type: type }]) => type === "Task"));

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(`the state machines of %s ${NEEDS_PLATFORM}`, (stage) => {
  it("are the flows, by names that runs can be found by", async () => {
    const names = machines(await deployed(stage)).map(([, { name }]) => name);
    expect(names.sort()).toEqual(
      ["catalog-enrichment", "customer-refresh", "lead-import", "lead-undo"].map(
        (name) => `millrace-${stage}-${name}`,
      ),
    );
  });

  it("are accepted by our engine and by asl-validator, with every name replaced", async () => {
    for (const { json } of definitions(await deployed(stage))) {
      expect(validate(json)).toEqual([]);
      expect(askAslValidator(json)).toMatchObject({ isValid: true, errors: [] });
      expect(JSON.stringify(json)).not.toContain("${");
    }
  });

  it("give every task a timeout ten seconds above its function's, so that the function's own comes first", async () => {
    const app = await deployed(stage);
    const timeouts = new Map(lambdas(app).map(([, { arn, timeout }]) => [arn, timeout]));
    for (const [name, { TimeoutSeconds: seconds = 0, Arguments: given }] of tasks(app)) {
      const timeout = given?.FunctionName === undefined ? 0 : timeouts.get(given.FunctionName);
      expect(timeout, `${name} names a function of the app`).toBeDefined();
      expect(seconds, name).toBeGreaterThanOrEqual((timeout ?? 0) + 10);
    }
  });

  it("try every task again with full jitter and a cap, and catch what is left", async () => {
    for (const [name, state] of tasks(await deployed(stage))) {
      expect(state.Retry?.length, name).toBeGreaterThan(0);
      for (const retrier of state.Retry ?? []) expect(retrier.JitterStrategy, name).toBe("FULL");
      expect(state.Catch?.at(-1)?.ErrorEquals, name).toEqual(["States.ALL"]);
      const others = [...(state.Retry ?? []), ...(state.Catch?.slice(0, -1) ?? [])];
      expect(others.flatMap(({ ErrorEquals: names }) => names)).not.toContain("States.ALL");
    }
  });

  it("limit how much a Map does at once", async () => {
    const maps = definitions(await deployed(stage)).flatMap(({ states }) =>
      states.filter(([, { Type: type }]) => type === "Map"),
    );
    expect(maps).toHaveLength(3);
    for (const [name, state] of maps) expect(state.MaxConcurrency, name).toBeDefined();
  });

  it("log every step without its data, and are traced", async () => {
    for (const [, machine] of machines(await deployed(stage))) {
      expect(machine.type).toBe("STANDARD");
      expect(machine.loggingConfiguration).toMatchObject({ level: "ALL", includeExecutionData: false });
      expect(machine.tracingConfiguration.enabled).toBe(true);
    }
  });

  it("may invoke just their own functions, start just themselves, and touch just the runs' files", async () => {
    const app = await deployed(stage);
    const byName = new Map(lambdas(app).map(([, { arn, name }]) => [arn, name.split("-").at(-1)]));
    const roles = permissions(app);
    for (const { name, states } of definitions(app)) {
      const statements = roles.get(`${name}Role`) ?? [];
      const allowed = statements.filter(({ Action: [action] }) => action === "lambda:InvokeFunction");
      const named = states.flatMap(([, { Arguments: given }]) => given?.FunctionName ?? []);
      expect(allowed.flatMap(({ Resource: arns }) => arns).sort()).toEqual([...new Set(named)].sort());
      expect(named.map((arn) => byName.get(arn))).not.toContain(undefined);
      const [machine] = machines(app).filter(([id]) => id === name);
      const starts = statements.filter(({ Action: actions }) => actions.includes("states:StartExecution"));
      expect(starts.map(({ Resource: arns }) => arns)).toEqual(
        named.length === 0 ? [] : [[machine?.[1].arn]],
      );
      const files = statements.filter(({ Action: actions }) =>
        actions.some((action) => action.startsWith("s3:")),
      );
      for (const arn of files.flatMap(({ Resource: arns }) => arns)) expect(arn).toContain("/runs/");
    }
  });

  it("are made after their role may deliver logs, which Step Functions checks", async () => {
    const { resources } = await deployed(stage);
    for (const id of ["LeadImport", "LeadUndo", "CatalogEnrichment", "CustomerRefresh"]) {
      const machine = resources.find(({ type, name }) => type.startsWith("aws:sfn/") && name === id);
      expect(machine?.dependsOn).toContain(`${id}LogDelivery`);
    }
  });
});
