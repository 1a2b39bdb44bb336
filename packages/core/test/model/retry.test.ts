import { describe, expect, it } from "vitest";
import { MillraceError } from "../../src/error.ts";
import { type Completion, limitModel, type Model, retryModel, semaphore } from "../../src/model/index.ts";
import { testClock } from "./equipment.ts";

const REQUEST = { system: "", user: "", maxTokens: 1 };
const DONE: Completion = {
  content: "{}",
  finishReason: "stop",
  usage: { promptTokens: 1, cachedTokens: 0, completionTokens: 1 },
  costUsd: 0,
};

/** Throws the errors one after the other, then answers. */
function failing(...errors: unknown[]): Model & { calls: () => number } {
  let calls = 0;
  return {
    id: "test",
    calls: () => calls,
    async complete() {
      const error = errors[calls++];
      if (error !== undefined) throw error;
      return DONE;
    },
  };
}

const unavailable = new MillraceError("Model.Unavailable", "503");

describe("a model that is tried again", () => {
  it.each([
    [0, [0, 0]],
    [0.5, [500, 1000]],
    [0.999, [999, 1998]],
  ])("waits a random part (%d) of one second, then of two", async (chance, waits) => {
    const clock = testClock();
    const model = retryModel({ model: failing(unavailable, unavailable), clock, random: () => chance });
    await expect(model.complete(REQUEST)).resolves.toEqual(DONE);
    expect(clock.waits).toEqual(waits);
  });

  it("waits at least as long as the provider asks", async () => {
    const clock = testClock();
    const limited = new MillraceError("Model.RateLimited", "429", { retryAfterMs: 7000 });
    const model = retryModel({ model: failing(limited), clock, random: () => 0.25 });
    await model.complete(REQUEST);
    expect(clock.waits).toEqual([7250]);
  });

  it("leaves a long wait to the flow", async () => {
    const clock = testClock();
    const limited = new MillraceError("Model.RateLimited", "429", { retryAfterMs: 60_000 });
    const model = retryModel({ model: failing(limited), clock, random: () => 0 });
    await expect(model.complete(REQUEST)).rejects.toBe(limited);
    expect(clock.waits).toEqual([]);
  });

  it("gives up after three tries with the last error", async () => {
    const inner = failing(unavailable, unavailable, unavailable);
    const model = retryModel({ model: inner, clock: testClock(), random: () => 0 });
    await expect(model.complete(REQUEST)).rejects.toBe(unavailable);
    expect(inner.calls()).toBe(3);
  });

  it.each(["Model.OutOfCredit", "Model.Unauthorized", "Model.Rejected"] as const)(
    "is not asked again after %s",
    async (name) => {
      const inner = failing(new MillraceError(name, "no"));
      const model = retryModel({ model: inner, clock: testClock(), random: () => 0 });
      await expect(model.complete(REQUEST)).rejects.toMatchObject({ name });
      expect(inner.calls()).toBe(1);
    },
  );

  it("stops waiting when aborted", async () => {
    const inner = failing(unavailable);
    const model = retryModel({ model: inner, clock: testClock(), random: () => 0 });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(model.complete({ ...REQUEST, signal })).rejects.toThrow("enough");
    expect(inner.calls()).toBe(1);
  });
});

describe("a limited model", () => {
  /** Answers when told to; knows how many calls are under way. */
  function slow() {
    const waiting: (() => void)[] = [];
    const model: Model = {
      id: "slow",
      complete: () => new Promise((resolve) => waiting.push(() => resolve(DONE))),
    };
    return { model, waiting };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it("is asked at most as often at once as the account allows, by however many runs", async () => {
    const { model, waiting } = slow();
    const shared = semaphore({ limit: 2 });
    const runs = [limitModel({ model, semaphore: shared }), limitModel({ model, semaphore: shared })];
    const answers = Promise.all(runs.flatMap((run) => [1, 2, 3].map(() => run.complete(REQUEST))));
    for (let answered = 0; answered < 6; answered++) {
      await settled();
      expect(waiting.length).toBeLessThanOrEqual(answered + 2);
      waiting[answered]?.();
    }
    await expect(answers).resolves.toHaveLength(6);
  });

  it("frees its place after an error", async () => {
    const one = semaphore({ limit: 1 });
    const model = limitModel({ model: failing(unavailable), semaphore: one });
    await expect(model.complete(REQUEST)).rejects.toBe(unavailable);
    await expect(model.complete(REQUEST)).resolves.toEqual(DONE);
  });

  it("leaves the queue when aborted, and lets the next one in", async () => {
    const { model, waiting } = slow();
    const limited = limitModel({ model, semaphore: semaphore({ limit: 1 }) });
    const controller = new AbortController();
    const first = limited.complete(REQUEST);
    const second = limited.complete({ ...REQUEST, signal: controller.signal });
    const third = limited.complete(REQUEST);
    controller.abort(new Error("enough"));
    await expect(second).rejects.toThrow("enough");
    waiting[0]?.();
    await first;
    await settled();
    waiting[1]?.();
    await expect(third).resolves.toEqual(DONE);
  });
});
