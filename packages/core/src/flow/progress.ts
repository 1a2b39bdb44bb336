import * as z from "zod";

/**
 * How a state of the definition stands: how many executions are in it now, how often it was left with success, and how often by a
 * failure, caught or not. A state within a Map counts the Map's children.
 */
export const StateProgress = z.object({
  name: z.string(),
  running: z.int(),
  done: z.int(),
  failed: z.int(),
});
export type StateProgress = z.infer<typeof StateProgress>;

/** Children of a Distributed Map, by what became of them; `failed` also has those that were stopped or ran out of time. */
export const MapRunProgress = z.object({
  state: z.string(),
  total: z.int(),
  pending: z.int(),
  running: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  consoleUrl: z.string().nullable(),
});
export type MapRunProgress = z.infer<typeof MapRunProgress>;

/** An event of an execution, as far as it says where the execution stands. */
export interface CountedEvent {
  id: number;
  /** The event that this one follows in its own branch; 0 for the first. */
  previousEventId: number;
  type: string;
  /** The state's, where the event names one. */
  name?: string | undefined;
}

/** Counts how often each state was entered and left. */
export interface StateCounter {
  /**
   * Begins to follow an execution: the machine's own, or a child of its Map.
   *
   * @returns is called with each of its events in their order, and tells which state the event belongs to
   */
  follow(): (event: CountedEvent) => string | null;
  /** In the order in which the states were first entered. */
  states(): StateProgress[];
}

const LAST_EVENTS: ReadonlySet<string> = new Set([
  "ExecutionSucceeded",
  "ExecutionFailed",
  "ExecutionTimedOut",
  "ExecutionAborted",
]);

/** How a branch stands after one of its events. */
interface Place {
  state: string | null;
  /** Whether the event says that the state failed; where that is caught, the state is left next. */
  failed: boolean;
}

const START: Place = { state: null, failed: false };

/**
 * A counter for one execution and the children of its Map.
 *
 * A state that an execution was in when it failed, ran out of time or was stopped has no event of its own for that: it counts as
 * failed, as does each state whose failure was caught.
 */
export function stateCounter(): StateCounter {
  const counts = new Map<string, StateProgress>();

  function enter(name: string): StateProgress {
    const count = counts.get(name) ?? { name, running: 0, done: 0, failed: 0 };
    counts.set(name, count);
    count.running++;
    return count;
  }
  function leave(count: StateProgress | undefined, how: "done" | "failed"): void {
    if (count === undefined) return;
    count.running--;
    count[how]++;
  }

  return {
    follow() {
      const places = new Map<number, Place>();
      // A state can be in several branches at once, as in the iterations of an inline Map.
      const open: StateProgress[] = [];
      const close = (name: string): StateProgress | undefined => {
        const at = open.findIndex((count) => count.name === name);
        return at === -1 ? undefined : open.splice(at, 1)[0];
      };
      return ({ id, previousEventId, type, name }) => {
        const before = places.get(previousEventId) ?? START;
        const state = name ?? before.state;
        if (LAST_EVENTS.has(type)) {
          for (const count of open.splice(0)) leave(count, "failed");
          places.clear();
          return null;
        }
        const isLeft = type.endsWith("StateExited") || type.endsWith("StateAborted");
        if (state !== null && type.endsWith("StateEntered")) open.push(enter(state));
        if (state !== null && isLeft) {
          leave(close(state), type.endsWith("StateExited") && !before.failed ? "done" : "failed");
        }
        places.set(id, { state: isLeft ? null : state, failed: /(Failed|TimedOut)$/.test(type) });
        return state;
      };
    },
    states: () => [...counts.values()].map((count) => ({ ...count })),
  };
}
