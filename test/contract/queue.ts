import type { Queue, QueueMessage } from "@millrace/core/queue";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/**
 * What {@link queueContract} asks of an adapter: a new, empty queue, and a way to let time pass, which a queue with a clock
 * of its own takes from the clock and another by waiting.
 */
export type MakeQueue = () => Promise<{
  queue: Queue;
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
}>;

/** What every {@link Queue} does. */
export function queueContract(name: string, make: MakeQueue): void {
  describe(`${name}: the contract of Queue`, () => {
    let queue: Queue;
    let pass: (seconds: number) => Promise<void>;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ queue, pass, close } = await make());
    });
    afterEach(() => close());

    const receive = (limit = 10, visibilitySeconds = 60) => queue.receive({ limit, visibilitySeconds });
    /** Receives until nothing comes: a queue may hand out fewer than it has. */
    const receiveAll = async () => {
      const all: QueueMessage[] = [];
      for (let page = await receive(); page.length > 0; page = await receive()) all.push(...page);
      return all;
    };

    it("delivers what was sent, in any order", async () => {
      const bodies = ["x", '{"key":"uploads/ñandú.csv"}', "a\nb", "x".repeat(100_000)];
      const sent = [];
      for (const body of bodies) sent.push((await queue.send({ body })).id);
      expect(new Set(sent).size).toBe(bodies.length);
      const received = await receiveAll();
      expect(new Set(received.map(({ body }) => body))).toEqual(new Set(bodies));
      expect(new Set(received.map(({ id }) => id))).toEqual(new Set(sent));
      expect(received.every(({ receives }) => receives === 1)).toBe(true);
    });

    it("delivers two messages with the same body both", async () => {
      await queue.send({ body: "same" });
      await queue.send({ body: "same" });
      expect(await receiveAll()).toHaveLength(2);
    });

    it("hands out at most what was asked for", async () => {
      for (let n = 0; n < 5; n++) await queue.send({ body: String(n) });
      expect((await receive(2)).length).toBeLessThanOrEqual(2);
    });

    it("of nothing delivers nothing", async () => {
      expect(await receive()).toEqual([]);
      expect(await queue.depth()).toBe(0);
    });

    it("hides a message from others while one holds it, and shows it again after the timeout", async () => {
      await queue.send({ body: "a" });
      const [first] = await receive(10, 2);
      expect(await receive()).toEqual([]);
      await pass(3);
      const [second] = await receive();
      expect(second).toMatchObject({ id: first?.id, body: "a", receives: 2 });
    });

    it("never delivers again what was deleted", async () => {
      await queue.send({ body: "a" });
      await queue.send({ body: "b" });
      for (const { body, receipt } of await receive(10, 2)) if (body === "a") await queue.delete({ receipt });
      await pass(3);
      expect((await receiveAll()).map(({ body }) => body)).toEqual(["b"]);
    });

    it("deletes by the latest receipt, also after the timeout, and twice is no error", async () => {
      await queue.send({ body: "a" });
      await receive(10, 1);
      await pass(2);
      const [again] = await receive(10, 1);
      await pass(2);
      await queue.delete({ receipt: again?.receipt ?? "" });
      await queue.delete({ receipt: again?.receipt ?? "" });
      expect(await receive()).toEqual([]);
    });

    it("counts what is waiting, not what is held", async () => {
      for (const body of ["a", "b", "c"]) await queue.send({ body });
      expect(await queue.depth()).toBe(3);
      const [one] = await receive(1);
      expect(await queue.depth()).toBe(2);
      await queue.delete({ receipt: one?.receipt ?? "" });
      expect(await queue.depth()).toBe(2);
    });

    it("gives a message to one of many who ask at once", async () => {
      for (let n = 0; n < 10; n++) await queue.send({ body: String(n) });
      const pages = await Promise.all(Array.from({ length: 5 }, () => receive(3)));
      const ids = [...pages.flat(), ...(await receiveAll())].map(({ id }) => id);
      expect(ids).toHaveLength(10);
      expect(new Set(ids).size).toBe(10);
    });
  });
}
