/** Numbers that look like chance, the same ones for the same start. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** From 0 up to, not including, `below`. */
  whole(below: number): number;
  pick<Choices extends readonly [unknown, ...unknown[]]>(from: Choices): Choices[number];
  /** True so often, 0 to 1. */
  is(probability: number): boolean;
}

/**
 * Chance for one thing of a seeded shop, which owes nothing to how many others there are.
 *
 * The generator is mulberry32 (https://github.com/cprosche/mulberry32, public domain): 32 bits of state are plenty for the
 * few dozen numbers one row takes.
 *
 * @param start - a seed, what kind of thing it is, and which of them
 */
export function chanceOf(...start: [number, string, number]): Chance {
  let state = hashOf(start.join("/"));
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number) => Math.floor(next() * below);
  return {
    next,
    whole,
    pick: (from) => from[whole(from.length)] ?? from[0],
    is: (probability) => next() < probability,
  };
}

/** FNV-1a of 32 bits (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv), for ASCII. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
