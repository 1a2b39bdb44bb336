/** What a process that dies throws at its next operation. */
export class Crash extends Error {}

/** One try of a task: what it waits for, and whether its process still lives. */
interface Life {
  dead: boolean;
}

interface Waiting {
  life: Life;
  go: () => void;
  die: () => void;
}

/** Enough turns of the event loop for any stream to pass on what it has. */
const MAX_IDLE_TURNS = 1_000;

/**
 * Runs tasks whose operations each wait for their turn: which one goes on next, and which process dies instead, is drawn
 * from the given source of chance, so that a seed replays a run.
 */
export class Simulator {
  readonly #random: () => number;
  readonly #crashRate: number;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #failure: unknown;

  constructor(input: { random: () => number; crashRate: number }) {
    this.#random = input.random;
    this.#crashRate = input.crashRate;
  }

  /** Starts a task, and again from its beginning whenever its process dies. */
  spawn(task: (tick: () => Promise<void>) => Promise<void>): void {
    this.#running++;
    const attempt = async (): Promise<void> => {
      const life: Life = { dead: false };
      const tick = () =>
        new Promise<void>((resolve, reject) => {
          const die = () => reject(new Crash("the process died"));
          if (life.dead) die();
          else this.#waiting.push({ life, go: resolve, die });
        });
      try {
        await task(tick);
        this.#running--;
      } catch (error) {
        if (life.dead) return attempt();
        this.#failure ??= error;
        this.#running--;
      }
    };
    void attempt();
  }

  /** Lets the tasks run until all have ended, those they start included. @throws what a task threw of its own */
  async run(): Promise<void> {
    let idle = 0;
    while (this.#running > 0 && this.#failure === undefined) {
      await quiet(this.#waiting);
      const next = this.#waiting.splice(Math.floor(this.#random() * this.#waiting.length), 1)[0];
      if (next === undefined) {
        if (++idle > MAX_IDLE_TURNS) throw new Error("the tasks wait for something that never happens");
        continue;
      }
      idle = 0;
      if (this.#random() < this.#crashRate) this.#kill(next.life, next);
      else next.go();
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  #kill(life: Life, first: Waiting): void {
    life.dead = true;
    first.die();
    for (const waiting of this.#waiting.filter((one) => one.life === life)) waiting.die();
    const left = this.#waiting.filter((one) => one.life !== life);
    this.#waiting.splice(0, this.#waiting.length, ...left);
  }
}

/** Waits until every task has come to its next operation, as far as the event loop tells. */
async function quiet(waiting: unknown[]): Promise<void> {
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A small generator of chance with a seed: mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function chance(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
