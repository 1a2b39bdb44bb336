import { describe, expect, it } from "vitest";
import { explore, type Process } from "./explore.ts";
import { type Break, toyShop } from "./toy-shop.ts";

type Shop = ReturnType<typeof toyShop>;

const scene = (processes: (shop: Shop) => Process[], broken?: Break) => () => {
  const shop = toyShop(broken);
  return shop.scene(processes(shop));
};

describe("in every order of their steps, no value survives an acknowledged write, and no reader is given one that is older than when it asked", () => {
  it.each<[string, (shop: Shop) => Process[]]>([
    ["two readers, a writer", (s) => [s.reader, s.reader, s.writer("entry")]],
    ["two readers, a writer, a lease that ends", (s) => [s.reader, s.reader, s.writer("entry"), s.time]],
    ["two readers, a writer to the group", (s) => [s.reader, s.reader, s.writer("group")]],
    ["a reader, two writers", (s) => [s.reader, s.writer("entry"), s.writer("entry")]],
    ["a reader, a preloader, a writer", (s) => [s.reader, s.preloader, s.writer("entry")]],
    ["two preloaders, a writer", (s) => [s.preloader, s.preloader, s.writer("entry")]],
    ["a reader, a bulk reader, a writer", (s) => [s.reader, s.bulkReader, s.writer("entry")]],
    ["a forced reader, a reader, a writer", (s) => [s.forcedReader, s.reader, s.writer("entry")]],
    ["two forced readers, a writer", (s) => [s.forcedReader, s.forcedReader, s.writer("entry")]],
    ["a reader, a writer, a loader that died", (s) => [s.deadLoader, s.reader, s.writer("entry")]],
    [
      "two readers of what is no longer fresh, a writer",
      (s) => {
        s.stored("stale");
        return [s.reader, s.reader, s.writer("entry")];
      },
    ],
    [
      "two readers of what is there, a writer",
      (s) => {
        s.stored("fresh");
        return [s.reader, s.reader, s.writer("entry")];
      },
    ],
  ])("%s", async (_, processes) => {
    const { points } = await explore(scene(processes));
    // Fewer would be no exploration: a process that ended at once, say.
    expect(points).toBeGreaterThan(50);
  });
});

describe("the exploration finds", () => {
  const readersAndWriter = (s: Shop) => [s.reader, s.reader, s.writer("entry")];

  it("a cache without fences", async () => {
    const unfenced: Break = (cache, memory) => ({
      ...cache,
      async invalidate(keys) {
        await cache.invalidate(keys);
        memory.fences.clear();
      },
    });
    await expect(explore(scene(readersAndWriter, unfenced))).rejects.toThrow("after");
  });

  it("a stamp taken after the database was read", async () => {
    const late: Break = (cache) => ({
      ...cache,
      async write(entries) {
        const stamp = await cache.stamp();
        return cache.write(entries.map((entry) => ({ ...entry, stamp })));
      },
    });
    await expect(explore(scene(readersAndWriter, late))).rejects.toThrow("after");
  });

  it("a writer that invalidates before it commits", async () => {
    const processes = (s: Shop) => [s.reader, s.hastyWriter];
    await expect(explore(scene(processes))).rejects.toThrow("after");
  });
});
