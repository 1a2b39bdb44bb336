import { setImmediate as turn } from "node:timers/promises";

/** One run of processes that share something, whose steps happen in an order that is chosen from outside. */
export interface Scene {
  /** Each is begun at once; its first step is its beginning. */
  processes: Process[];
  /** What the processes share, for telling whether two runs have come to the same point. */
  shared: () => unknown;
  /** Checked after every step: throws where something is wrong. */
  check: () => void;
}

export type Process = (self: {
  /** Awaited before the process touches what is shared: it goes on when it is chosen. */
  step: (what: string) => Promise<void>;
  /** To be told all that the process learns from what is shared. @returns what it was told */
  learn: <T>(what: T) => T;
}) => Promise<void>;

export interface Explored {
  /** Runs from the beginning: one for each order that led to a point not seen before. */
  runs: number;
  /** Different points: what is shared, and where each process is. */
  points: number;
}

/** Most steps in one run; more means that a process never ends. */
const LONGEST_RUN = 200;

/**
 * Runs a scene in every order its steps can happen in. Two orders that lead to the same point (the same shared state, the same history of
 * each process) are followed once from there on, for what comes after is the same.
 *
 * @throws the error of a check or a process, with the order of steps that led to it
 */
export async function explore(scene: () => Scene): Promise<Explored> {
  const seen = new Set<string>();
  /** Orders still to be followed: at each step, the index of the process chosen. */
  const pending: number[][] = [[]];
  let runs = 0;
  for (let order = pending.pop(); order !== undefined; order = pending.pop()) {
    runs++;
    await follow({ scene: scene(), order, seen, pending });
  }
  return { runs, points: seen.size };
}

async function follow(input: {
  scene: Scene;
  order: number[];
  seen: Set<string>;
  pending: number[][];
}): Promise<void> {
  const { scene, order, seen, pending } = input;
  const waiting = new Map<number, { what: string; go: () => void }>();
  const histories: string[] = scene.processes.map(() => "");
  const failures: unknown[] = [];
  const trace: string[] = [];
  scene.processes.forEach((process, index) => {
    const note = (what: unknown) => {
      histories[index] += `|${JSON.stringify(what)}`;
    };
    const step = (what: string): Promise<void> =>
      new Promise((go) => {
        note(what);
        waiting.set(index, { what, go });
      });
    const learn = <T>(what: T): T => {
      note(what);
      return what;
    };
    process({ step, learn }).then(
      () => {
        // Who has no future needs no past.
        histories[index] = "end";
      },
      (error: unknown) => failures.push(error),
    );
  });
  for (let at = 0; ; at++) {
    // All that follows from the last step without touching what is shared.
    await turn();
    try {
      if (failures.length > 0) throw failures[0];
      scene.check();
      if (at > LONGEST_RUN) throw new Error("the run has no end");
    } catch (error) {
      throw new Error(`after ${trace.join(", ")}`, { cause: error });
    }
    const choices = [...waiting.keys()].sort((a, b) => a - b);
    let chosen = order[at];
    if (chosen === undefined) {
      const point = JSON.stringify([scene.shared(), histories]);
      if (seen.has(point)) return;
      seen.add(point);
      const [first, ...others] = choices;
      if (first === undefined) return;
      const before = order.slice(0, at);
      for (const other of others) pending.push([...before, other]);
      chosen = first;
      order.push(first);
    }
    const next = waiting.get(chosen);
    if (next === undefined) throw new Error(`process ${chosen} is not waiting: the run does not repeat`);
    waiting.delete(chosen);
    trace.push(`${chosen}:${next.what}`);
    next.go();
  }
}
