import { type ModelCache, modelCacheKey } from "@millrace/core/model";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unique } from "./samples.ts";

/** What {@link modelCacheContract} asks of an adapter: an open cache, empty or not. */
export type MakeModelCache = () => Promise<{ cache: ModelCache; close(): Promise<void> }>;

/** What every {@link ModelCache} does. The cache may be shared: each test has keys of its own. */
export function modelCacheContract(name: string, make: MakeModelCache): void {
  describe(`${name}: the contract of ModelCache`, () => {
    let cache: ModelCache;
    let close: () => Promise<void>;
    let tenantId: string;

    beforeEach(async () => {
      ({ cache, close } = await make());
      tenantId = unique("tenant");
    });
    afterEach(() => close());

    const key = (row: unknown) => modelCacheKey({ promptVersion: "1", modelId: "model", tenantId, row });

    it("gives back what was put, and says nothing of the rest", async () => {
      await cache.put([
        { key: key(1), value: '{"firstName":"Zoë 👩‍👧"}' },
        { key: key(2), value: "" },
      ]);
      expect(await cache.get([key(1), key(2), key(3)])).toEqual(
        new Map([
          [key(1), '{"firstName":"Zoë 👩‍👧"}'],
          [key(2), ""],
        ]),
      );
    });

    it("keeps the newest value of a key", async () => {
      await cache.put([{ key: key(1), value: "old" }]);
      await cache.put([{ key: key(1), value: "new" }]);
      expect(await cache.get([key(1)])).toEqual(new Map([[key(1), "new"]]));
    });

    it("takes and gives 100 entries at once", async () => {
      const entries = Array.from({ length: 100 }, (_, n) => ({ key: key(n), value: "x".repeat(n * 20) }));
      await cache.put(entries);
      const found = await cache.get(entries.map((entry) => entry.key));
      expect(found).toEqual(new Map(entries.map((entry) => [entry.key, entry.value])));
    });

    it("asked for a key twice answers it once", async () => {
      await cache.put([{ key: key(1), value: "a" }]);
      expect(await cache.get([key(1), key(1)])).toEqual(new Map([[key(1), "a"]]));
    });

    it("of nothing answers nothing", async () => {
      await cache.put([]);
      await cache.remove([]);
      expect(await cache.get([])).toEqual(new Map());
    });

    it("forgets what is removed and keeps the rest; a key that is not there is no error", async () => {
      await cache.put([
        { key: key(1), value: "a" },
        { key: key(2), value: "b" },
      ]);
      await cache.remove([key(1), key(3)]);
      expect(await cache.get([key(1), key(2), key(3)])).toEqual(new Map([[key(2), "b"]]));
    });
  });
}
