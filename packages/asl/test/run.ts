import {
  createEngine,
  type Engine,
  type EngineOptions,
  type ExecutionEvent,
  type ExecutionResult,
  type Json,
  type StateMachine,
  type VirtualClock,
  virtualClock,
} from "../src/index.ts";

/** One test execution on a virtual clock, with numbered identifiers. */
export type TestRun = {
  result: ExecutionResult;
  /** Its own events and its children's. */
  events: ExecutionEvent[];
  /** Virtual milliseconds it took. */
  took: number;
};

export type TestRunOptions = EngineOptions & {
  definition: StateMachine;
  input?: Json;
  type?: "STANDARD" | "EXPRESS";
  /** Called with the engine before the execution starts. */
  withEngine?: (context: { engine: Engine; clock: VirtualClock }) => void;
};

export async function run(options: TestRunOptions): Promise<TestRun> {
  const { definition, input = {}, type = "STANDARD", withEngine, ...engineOptions } = options;
  const clock = virtualClock();
  let made = 0;
  const uuid = () => {
    made += 1;
    return `id-${made}`;
  };
  const engine = createEngine({ clock, random: () => 0.5, uuid, ...engineOptions });
  withEngine?.({ engine, clock });
  const events: ExecutionEvent[] = [];
  const start = clock.now();
  const handle = engine.startExecution({
    definition,
    input,
    type,
    name: "run",
    onEvent: (event) => events.push(event),
  });
  const result = await handle.result;
  return { result, events, took: clock.now() - start };
}

/** An error as a function throws it. */
export function named(name: string, message = "boom"): Error {
  return Object.assign(new Error(message), { name });
}

/** A machine of the given states, the first of which it starts at. */
export function machine(states: StateMachine["States"], rest: Partial<StateMachine> = {}): StateMachine {
  return { StartAt: Object.keys(states)[0] ?? "", States: states, ...rest };
}

export const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:";

export function typesOf(events: ExecutionEvent[]): string[] {
  return events.map(({ type }) => type);
}
