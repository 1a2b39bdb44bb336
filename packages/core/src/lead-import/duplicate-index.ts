const FREE = 0;
/** Beyond two thirds full, chains of collisions grow quickly. */
const MAX_LOAD = 2 / 3;
const WORDS_PER_SLOT = 4;

/**
 * Remembers, for each lead of a file, the last row that speaks for it.
 *
 * A `Map` of a million identifiers takes over 100 MB; here a lead takes 16 bytes: 96 bits of its random-looking
 * identifier (two leads of a million-row file share them once in 10^17 files) and the row.
 */
export class DuplicateIndex {
  #slots = new Uint32Array(1024 * WORDS_PER_SLOT);
  #used = 0;

  /** Notes that `row` (1-based) speaks for the lead; the last call for a lead wins. */
  set(leadId: string, row: number): void {
    if (this.#used >= (this.#slots.length / WORDS_PER_SLOT) * MAX_LOAD) this.#grow();
    const [a, b, c] = words(leadId);
    const at = find(this.#slots, a, b, c);
    if (this.#slots[at + 3] === FREE) this.#used++;
    write(this.#slots, at, a, b, c, row);
  }

  /** The last row noted for the lead, or undefined. */
  lastRow(leadId: string): number | undefined {
    const row = this.#slots[find(this.#slots, ...words(leadId)) + 3];
    return row === FREE ? undefined : row;
  }

  /** How many leads there are. */
  get size(): number {
    return this.#used;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS_PER_SLOT) {
      const row = old[at + 3] ?? FREE;
      // Read word by word: a view of each slot would cost more memory than the slots.
      const [a, b, c] = [old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0];
      if (row !== FREE) write(this.#slots, find(this.#slots, a, b, c), a, b, c, row);
    }
  }
}

/** 96 bits of a UUID, none of them its fixed version or variant. */
function words(leadId: string): [number, number, number] {
  return [
    Number.parseInt(leadId.slice(0, 8), 16),
    Number.parseInt(leadId.slice(24, 32), 16),
    Number.parseInt(leadId.slice(32, 36) + leadId.slice(9, 13), 16),
  ];
}

/** The slot of a lead, or the free one where it belongs. */
function find(slots: Uint32Array, a: number, b: number, c: number): number {
  const mask = slots.length / WORDS_PER_SLOT - 1;
  for (let slot = a & mask; ; slot = (slot + 1) & mask) {
    const at = slot * WORDS_PER_SLOT;
    if (slots[at + 3] === FREE || (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c)) return at;
  }
}

function write(slots: Uint32Array, at: number, a: number, b: number, c: number, row: number): void {
  slots[at] = a;
  slots[at + 1] = b;
  slots[at + 2] = c;
  slots[at + 3] = row;
}
