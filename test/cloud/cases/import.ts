import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { resultsOf, tableOf } from "../comparison.ts";
import { EXAMPLES, example, generated } from "../files.ts";
import type { Files, Setting } from "../setting.ts";

/** Imports where nothing goes wrong. */
export function importCases(setting: () => Setting): void {
  it("ends in the tables, counts and rejects of a one-machine run", async () => {
    const { imported, onOneMachine, expectSame } = setting();
    // Messages about customers are no leads, nor are products.
    const others = ["customer-events.json", "catalog.csv"];
    const names = readdirSync(EXAMPLES).filter((name) => !others.includes(name));
    const files = names.sort().map(example);
    await imported("examples", files);
    await onOneMachine("examples", files);
    await expectSame("examples");
  });

  it("does so with many batches at once, for one request, two write units and no read a lead", async () => {
    const { cloud, imported, onOneMachine, expectSame } = setting();
    const files = generated("300.csv", 300);
    cloud.takeCounts();
    await imported("many", files);
    const { requests, writeUnits, readUnits } = cloud.gateway.costsOf(cloud.leadsTable);
    await onOneMachine("many", files);
    await expectSame("many");
    const leads = (await tableOf("many", cloud.deps)).length;
    const perLead = (count: number) => Number((count / leads).toFixed(2));
    console.log(
      `${leads} new leads; for each ${perLead(requests)} requests, ${perLead(writeUnits)} write units, ${perLead(readUnits)} read units`,
    );
    // One update of the current item, and its share of one batch write of ten versions; more only where a busy machine made
    // a request wait too long, and it was sent again.
    expect(perLead(requests)).toBeGreaterThanOrEqual(1.1);
    expect(perLead(requests)).toBeLessThanOrEqual(1.2);
    expect(perLead(writeUnits)).toBeGreaterThanOrEqual(2);
    expect(perLead(writeUnits)).toBeLessThanOrEqual(2.1);
    expect(perLead(readUnits)).toBeLessThanOrEqual(0.05);
  });

  it("takes files in the order they were uploaded, however often and in whatever order S3 tells of them", async () => {
    const { cloud, machine, uploaded, onOneMachine } = setting();
    const files = [example("crm-export.csv"), example("crm-export-corrected.csv")];
    const [first = "", second = ""] = await uploaded("reordered", files);
    for (const body of [second, first, second, first]) await cloud.uploads.send({ body });
    await cloud.settle();
    await onOneMachine("reordered", files);
    expect(await tableOf("reordered", cloud.deps)).toEqual(await tableOf("reordered", machine.deps));
    expect(await cloud.deps.runs.list({ tenantId: "reordered", limit: 10 })).toHaveLength(2);
  });

  it("takes a run back as if it had never been", async () => {
    const { cloud, machine, imported, onOneMachine, newestRun, operate } = setting();
    const [first, second] = [example("crm-export.csv"), example("crm-export-corrected.csv")];
    await imported("undo", [first, second]);
    const { runId } = await newestRun("undo");
    expect(await operate({ action: "preview-undo", runId })).toMatchObject({ runId, complete: true });
    await operate({ action: "undo", runId });
    await onOneMachine("undo", [first]);
    expect(await tableOf("undo", cloud.deps)).toEqual(await tableOf("undo", machine.deps));
    expect((await newestRun("undo")).status).toBe("UNDONE");
  });

  it("says of a file that is no table why its run failed, as one machine does", async () => {
    const { cloud, machine, imported, onOneMachine } = setting();
    const files: Files = [["photo.csv", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")]];
    await imported("unreadable", files);
    await onOneMachine("unreadable", files);
    const [inTheCloud] = await resultsOf("unreadable", cloud.deps);
    const [here] = await resultsOf("unreadable", machine.deps);
    expect(inTheCloud?.counts.status).toBe("FAILED");
    expect([inTheCloud?.counts, inTheCloud?.error]).toEqual([here?.counts, here?.error]);
  });
}
