import type { Flows } from "@millrace/core/flow";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/**
 * What {@link flowsContract} asks of an adapter: flows of which `customer-refresh` goes on until the test ends it, and what
 * its executions were given.
 */
export type MakeFlows = () => Promise<{
  flows: Flows;
  /** The inputs of the executions of `customer-refresh`, in the order they started. */
  inputs: unknown[];
  /** Ends the one that is under way. */
  end(status: "SUCCEEDED" | "FAILED"): Promise<void>;
  close(): Promise<void>;
}>;

const flow = "customer-refresh";
const INPUT = { phone: "3001234567", environment: "development" };

/** What every {@link Flows} does. */
export function flowsContract(name: string, make: MakeFlows): void {
  describe(`${name}: the contract of Flows`, () => {
    let made: Awaited<ReturnType<MakeFlows>>;
    let flows: Flows;

    beforeEach(async () => {
      made = await make();
      ({ flows } = made);
    });
    afterEach(() => made.close());

    const start = (input: unknown = INPUT) => flows.start({ flow, name: "one", input });
    const status = () => flows.describe({ flow, name: "one" });
    const stop = (which = "one") => flows.stop({ flow, name: which, cause: "nobody wants it" });
    const ended = async (how: "SUCCEEDED" | "FAILED") => {
      await made.end(how);
      await expect.poll(status).toBe(how);
    };

    it("starts an execution once, with its input unchanged", async () => {
      const input = { ...INPUT, note: 'é "x" \u2028', nested: [{ none: null, empty: {} }, [], -0.5, true] };
      expect(await start(input)).toBe("started");
      expect(made.inputs).toEqual([input]);
      expect(await status()).toBe("RUNNING");
    });

    it("gives it what JSON makes of the input", async () => {
      await start({ ...INPUT, missing: undefined, at: new Date(0) });
      expect(made.inputs).toEqual([{ ...INPUT, at: "1970-01-01T00:00:00.000Z" }]);
    });

    it("starts nothing under the name of one that runs, whatever the input", async () => {
      await start();
      expect(["started", "exists"]).toContain(await start());
      expect(await start({ ...INPUT, phone: "1" })).toBe("exists");
      expect(made.inputs).toEqual([INPUT]);
    });

    it.each(["SUCCEEDED", "FAILED"] as const)(
      "tells that one %s, and starts nothing under its name",
      async (how) => {
        await start();
        await ended(how);
        expect(await start()).toBe("exists");
        expect(await start({ ...INPUT, phone: "1" })).toBe("exists");
        expect(made.inputs).toHaveLength(1);
      },
    );

    it("starts one of many who ask at once", async () => {
      await Promise.all(Array.from({ length: 5 }, () => start()));
      expect(made.inputs).toHaveLength(1);
    });

    it("knows nothing of an execution that never was", async () => {
      expect(await status()).toBeNull();
    });

    it("gives each flow names of its own", async () => {
      await start();
      expect(await flows.describe({ flow: "lead-undo", name: "one" })).toBeNull();
      await flows.stop({ flow: "lead-undo", name: "one", cause: "there is none" });
      expect(await status()).toBe("RUNNING");
      const other = { flow: "lead-undo", name: "one", input: { runId: "nobody" } } as const;
      expect(await flows.start(other)).toBe("started");
    });

    it("stops an execution for good", async () => {
      await start();
      await stop();
      expect(await status()).toBe("ABORTED");
      expect(await start()).toBe("exists");
      expect(await status()).toBe("ABORTED");
    });

    it("stops without complaint what was stopped, has ended or never was, and changes nothing", async () => {
      await stop("nobody");
      expect(await flows.describe({ flow, name: "nobody" })).toBeNull();
      await start();
      await ended("SUCCEEDED");
      await stop();
      await stop();
      expect(await status()).toBe("SUCCEEDED");
      await flows.start({ flow, name: "two", input: INPUT });
      await stop("two");
      await stop("two");
      expect(await flows.describe({ flow, name: "two" })).toBe("ABORTED");
    });

    it("takes a name of 80 characters", async () => {
      const longest = `${"x".repeat(70)}_Az-09_-12`;
      expect(longest).toHaveLength(80);
      expect(await flows.start({ flow, name: longest, input: INPUT })).toBe("started");
      expect(await flows.describe({ flow, name: longest })).toBe("RUNNING");
    });

    it.each(["", "x".repeat(81), "a b", "a/b", "a:b", "a.b", "é", "a\n"])(
      "refuses the name %j",
      async (bad) => {
        const starting = flows.start({ flow, name: bad, input: INPUT });
        await expect(starting).rejects.toMatchObject({ name: "Input.Invalid" });
        expect(made.inputs).toEqual([]);
      },
    );
  });
}
