import { exportLeads } from "@millrace/core/lead-import";
import { silentLog } from "@millrace/core/log";
import { readText } from "@millrace/core/object";
import { beforeEach, describe, expect, it } from "vitest";
import { version } from "../../../../test/contract/samples.ts";
import {
  emptyMemory,
  memoryLeads,
  memoryObjects,
  memoryRuns,
} from "../../../../test/equipment/memory-stores.ts";

const NOW = Date.parse("2026-11-22T10:00:00.123Z");
const tick = async () => {};

describe("an export of leads", () => {
  const memory = emptyMemory();
  const deps = {
    ...{
      objects: memoryObjects(memory, tick),
      leads: memoryLeads(memory, tick),
      runs: memoryRuns(memory, tick),
    },
    ...{ clock: { now: () => NOW, sleep: tick }, log: silentLog, model: null },
  };
  const importLeads = async (tenantId: string, count: number) => {
    const versions = Array.from({ length: count }, (_, row) =>
      version({ tenantId, leadId: `lead-${String(row).padStart(5, "0")}`, upload: 1, row }),
    );
    await deps.leads.putVersions({ versions });
    await deps.leads.advance({ versions, at: NOW });
  };
  beforeEach(() => {
    memory.objects.clear();
  });

  it("holds every lead of the tenant once, and nobody else's", async () => {
    // More than two pages.
    await importLeads("acme", 1_201);
    await importLeads("other", 3);
    const { key, leads, bytes } = await exportLeads({ tenantId: "acme" }, deps);
    expect([key, leads]).toEqual(["exports/acme/2026-11-22T10-00-00-123Z.csv", 1_201]);
    const text = await readText({ objects: deps.objects, key });
    expect(Buffer.byteLength(text)).toBe(bytes);
    const ids = text.match(/lead-\d+/g) ?? [];
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids).toHaveLength(1_201);
  });

  it("of a tenant nobody knows is a header", async () => {
    const { key, leads } = await exportLeads({ tenantId: "nobody" }, deps);
    expect(leads).toBe(0);
    expect((await readText({ objects: deps.objects, key })).trim().split("\n")).toHaveLength(1);
  });

  it("that fails half-way leaves no file", async () => {
    await importLeads("fails", 1_201);
    let pages = 0;
    const failing = {
      ...deps.leads,
      list: async (input: Parameters<typeof deps.leads.list>[0]) => {
        if (++pages === 2) throw new Error("the store is gone");
        return deps.leads.list(input);
      },
    };
    await expect(exportLeads({ tenantId: "fails" }, { ...deps, leads: failing })).rejects.toThrow("is gone");
    expect([...memory.objects.keys()]).toEqual([]);
  });
});
