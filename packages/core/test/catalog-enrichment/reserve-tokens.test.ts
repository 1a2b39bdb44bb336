import { virtualClock } from "@millrace/asl";
import { reserveTokens } from "@millrace/core/catalog-enrichment";
import { expect, it } from "vitest";
import { asins, enrichingBench } from "../../../../test/equipment/enriching.ts";
import { startKeepaServer } from "../../../../test/equipment/keepa-server.ts";

it("a run without a key for Keepa waits, and its owner is told which setting this place wants", async () => {
  const clock = virtualClock();
  const server = await startKeepaServer({ now: clock.now });
  server.script({ status: 402 });
  const bench = enrichingBench({ clock, keepaUrl: server.url });
  try {
    const { runId } = await bench.enrich(["asin", ...asins(3)].join("\n"));
    const [batch] = await bench.deps.runs.batches({ runId, limit: 1 });
    await bench.deps.runs.update({ runId, set: { status: "RUNNING", halted: null } });
    const deps = { ...bench.deps, keepa: null, keepaSetting: "the key in the door" };
    await expect(reserveTokens({ runId, batch }, deps)).rejects.toMatchObject({ name: "Run.Paused" });
    expect((await deps.runs.get({ runId }))?.halted).toEqual({
      name: "Keepa.Rejected",
      message: "no key for Keepa is configured: set the key in the door, and retry the run",
    });
  } finally {
    bench.close();
    await server.close();
  }
});
