import { LedgerState, ledgerOver, NEW_LEDGER, type TokenFigures } from "../../src/token-ledger/index.ts";

export interface Scenario {
  batches: number[];
  workers: number;
  /** Tokens a minute. */
  rate: number;
  /** Tokens at the beginning. */
  start: number;
  /** When the first refill comes, in ms. */
  firstRefill: number;
  /** How long the way to the provider or back takes, in ms. */
  latency: () => number;
  /** Whether and where a worker dies with its next batch, which then is done by somebody else. */
  dies?: () => "waiting" | "before the call" | "after the call" | null;
  /** Tokens that somebody else spends with every refill. */
  stolen?: () => number;
  /** Tokens that a call costs; what it needed where not given. */
  cost?: (need: number) => number;
}

export interface Outcome {
  /** When the last batch was done, in ms. */
  finishedAt: number;
  /**
   * When the account had been filled with enough for all calls, had there been nobody else and no doubt. What a full account
   * could not take while the first call was still on its way is not counted: nobody could have spent it.
   */
  idealAt: number;
  lowest: number;
  /** Calls after the first that began with fewer tokens than they needed, though the account can hold as many. */
  short: number;
  /** Calls refused for want of tokens, by worker. */
  refused: number[];
  /** Most times a worker was told to wait for one batch. */
  mostWaits: number;
  asked: number;
  largestState: number;
}

/** Workers, a ledger and the provider's true bucket, in virtual time. */
export async function simulate(scenario: Scenario): Promise<Outcome> {
  const { rate, latency } = scenario;
  const events: { at: number; run: () => Promise<void> | void }[] = [];
  let now = 0;
  const later = (at: number, run: () => Promise<void> | void) => {
    events.push({ at, run });
  };

  let state = NEW_LEDGER;
  let largestState = 0;
  const ledger = ledgerOver({
    clock: { now: () => now },
    storage: {
      read: async () => state,
      async change(work) {
        const { state: next, answer } = work(state);
        const text = JSON.stringify(next);
        largestState = Math.max(largestState, text.length);
        state = LedgerState.parse(JSON.parse(text));
        return answer;
      },
    },
  });

  let balance = scenario.start;
  let lowest = balance;
  let calls = 0;
  let refillAt = scenario.firstRefill;
  let overflowed = 0;
  const refill = () => {
    if (calls === 0) overflowed += Math.max(0, balance + rate - rate * 60);
    balance = Math.min(rate * 60, balance + rate) - (scenario.stolen?.() ?? 0);
    refillAt += 60_000;
    later(refillAt, refill);
  };
  later(refillAt, refill);
  /** A call as the provider treats it: it runs while the balance is above zero. */
  let short = 0;
  const call = (need: number): { done: boolean; figures: Omit<TokenFigures, "at"> } => {
    const done = balance > 0;
    if (calls++ > 0 && balance < Math.min(need, rate * 60)) short += 1;
    const consumed = done ? (scenario.cost?.(need) ?? need) : 0;
    balance -= consumed;
    lowest = Math.min(lowest, balance);
    return { done, figures: { left: balance, refillIn: refillAt - now, refillRate: rate, consumed } };
  };

  const todo = [...scenario.batches];
  const refused = new Array<number>(scenario.workers).fill(0);
  let left = todo.length;
  let finishedAt = 0;
  let asked = 0;
  let mostWaits = 0;
  let names = 0;

  const work = async (worker: number): Promise<void> => {
    const need = todo.shift();
    if (need === undefined) return;
    await attempt({ worker, need, id: `reservation-${names++}`, waits: 0 });
  };
  const giveUp = (worker: number, need: number) => {
    todo.push(need);
    // Somebody notices and starts another worker.
    later(now + 30_000, () => work(worker));
  };
  const attempt = async (input: { worker: number; need: number; id: string; waits: number }) => {
    const { worker, need, id, waits } = input;
    asked += 1;
    mostWaits = Math.max(mostWaits, waits);
    const death = scenario.dies?.() ?? null;
    const reservation = await ledger.reserve({ id, need, lane: "batch" });
    if (reservation.state === "waiting") {
      if (death === "waiting") return giveUp(worker, need);
      later(reservation.until, () => attempt({ ...input, waits: waits + 1 }));
      return;
    }
    if (death === "before the call") return giveUp(worker, need);
    later(now + latency(), () => {
      const { done, figures } = call(need);
      later(now + latency(), async () => {
        if (death === "after the call") return giveUp(worker, need);
        await ledger.settle({ id, tokens: { ...figures, at: now } });
        if (!done) {
          refused[worker] = (refused[worker] ?? 0) + 1;
          await attempt({ ...input, id: `reservation-${names++}`, waits: 0 });
          return;
        }
        left -= 1;
        finishedAt = now;
        await work(worker);
      });
    });
  };
  for (let worker = 0; worker < scenario.workers; worker++) later(0, () => work(worker));

  while (left > 0) {
    const next = events.reduce((first, event, n) => ((events[first]?.at ?? 0) <= event.at ? first : n), 0);
    const [event] = events.splice(next, 1);
    if (event === undefined || event.at > 30 * 86_400_000) throw new Error("the workers are stuck");
    now = Math.max(now, event.at);
    await event.run();
  }
  return {
    finishedAt,
    idealAt: idealAt(scenario, overflowed),
    lowest,
    short,
    refused,
    mostWaits,
    asked,
    largestState,
  };
}

function idealAt({ batches, start, rate, firstRefill }: Scenario, overflowed: number): number {
  const wanted = batches.reduce((sum, need) => sum + need, 0) - start + overflowed;
  return wanted <= 0 ? 0 : firstRefill + (Math.ceil(wanted / rate) - 1) * 60_000;
}
