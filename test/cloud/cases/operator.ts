import { readText } from "@millrace/core/object";
import { expect, it } from "vitest";
import * as z from "zod";
import { resultsOf, tableOf } from "../comparison.ts";
import { generated } from "../files.ts";
import type { Setting } from "../setting.ts";

const Runs = z.object({ runs: z.array(z.looseObject({ runId: z.string() })) });
const Exported = z.object({ key: z.string(), leads: z.number() });

/** What an operator asks for besides a retry, a cancellation and an undo, where a model was asked. */
export function operatorCases(setting: () => Setting): void {
  it("tells of runs, exports leads, and forgets a person wherever the person was stored", async () => {
    const { cloud, imported, newestRun, operate } = setting();
    const tenantId = "operated";
    await imported(tenantId, generated("operated.csv", 30));
    const { runId } = await newestRun(tenantId);
    const [result] = await resultsOf(tenantId, cloud.deps);
    const { runs } = Runs.parse(await operate({ action: "list-runs", tenantId }));
    expect(runs).toEqual([expect.objectContaining({ runId, ...result?.counts })]);
    expect(await operate({ action: "show-run", runId })).toMatchObject({ runId, failures: [] });

    const table = await tableOf(tenantId, cloud.deps);
    const exported = Exported.parse(await operate({ action: "export", tenantId }));
    expect(exported.leads).toBe(table.length);
    // Its name was open, and a model was asked about it.
    const person = table.find(({ versions }) =>
      versions.some(({ by }) => Object.values(by).some((source) => source?.startsWith("model"))),
    );
    const email = person?.fields.find(([field]) => field === "email")?.[1] ?? "";
    const { objects } = cloud.deps;
    expect(await readText({ objects, key: exported.key })).toContain(email);

    expect(await operate({ action: "forget", tenantId, email })).toMatchObject({ lead: true, runs: 1 });
    expect(await tableOf(tenantId, cloud.deps)).toHaveLength(table.length - 1);
    // Of what a run made, the versions that were replaced are gone a day later, by the bucket's lifecycle.
    const bodies = [...(cloud.s3?.objects ?? [])]
      .filter(([key]) => key.includes(runId) || key.includes(`/${tenantId}/`))
      .flatMap(([key, versions]) => (key.startsWith("runs/") ? versions.slice(-1) : versions))
      .map(({ body }) => body?.toString() ?? "");
    expect(bodies.length).toBeGreaterThan(0);
    expect(bodies.filter((body) => body.includes(email))).toEqual([]);
  });
}
