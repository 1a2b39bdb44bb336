import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { registerUpload, type Upload } from "@millrace/core/run-lifecycle";
import { claim, upload } from "@millrace/local/intake";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type SeededApi, type SeededTenant, seededApi } from "../equipment/api.ts";
import { asins, CATALOG } from "../equipment/enriching.ts";
import { type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";

const Accepted = z.object({ tracking_id: z.string() });

describe("catalogs by the key of an uploaded file", () => {
  let keepa: KeepaServer;
  let api: SeededApi;
  beforeAll(async () => {
    keepa = await startKeepaServer({ now: Date.now, tokens: 3_000, refillRate: 50 });
    api = await seededApi({ env: { MILLRACE_KEEPA_KEY: "test-key", MILLRACE_KEEPA_URL: keepa.url } });
  });
  afterAll(async () => {
    await api.close();
    await keepa.close();
  });

  /** A file of a tenant as one that is dropped, before its run is registered. */
  const uploaded = ({ tenantId }: SeededTenant, lines: string[]): Promise<Upload> => {
    const path = join(api.app.dataDir, "autumn.csv");
    writeFileSync(path, lines.join("\n"));
    return upload({ ...claim({ tenantId, path }, api.app), prefix: "catalogs" }, api.app.deps);
  };
  const submit = (catalogId: string, body: object) =>
    api.ask({ method: "POST", path: `/api/catalogs/${catalogId}/enrich`, body });
  const runs = () => api.app.deps.runs.list({ tenantId: api.first.tenantId, limit: 100 });

  it("are read from it, with the choices of the request; the same file again is the same run", async () => {
    const shirts = asins(6, 800).map((asin) => `shirt,${asin}`);
    const { key, version } = await uploaded(api.first, ["old,new", ...shirts]);
    const answer = await submit("autumn", { key, codeColumn: "new", batchSize: 5, marketplace: "de" });
    expect([answer.status, answer.body]).toEqual([
      202,
      expect.objectContaining({ total_products: null, total_batches: null }),
    ]);
    const { tracking_id: runId } = Accepted.parse(answer.body);
    await api.app.flows.idle();
    expect((await runs())[0]).toMatchObject({
      ...{ runId, sourceFile: "autumn.csv", status: "COMPLETED", parse: { rows: 6, batches: 2 } },
      options: {
        catalogId: "autumn",
        marketplace: "de",
        codeColumn: "new",
        user: api.first.key.split("_")[1],
      },
    });
    // By now it is known how much it is.
    expect((await submit("other", { key, version })).body).toMatchObject({
      ...{ tracking_id: runId, total_products: 6, total_batches: 2 },
    });
    expect(await runs()).toHaveLength(1);
  });

  it("whose arrival has started a run are that run's", async () => {
    const dropped = await uploaded(api.first, ["asin", ...asins(3, 900)]);
    const { runId } = await registerUpload({ upload: dropped, options: CATALOG }, api.app.deps);
    expect((await submit("autumn", { key: dropped.key })).body).toMatchObject({ tracking_id: runId });
    await api.app.flows.idle();
  });

  it("that is not there, of another version or another tenant: 422 that names the key, and no run", async () => {
    const { tenantId } = api.first;
    const mine = await uploaded(api.first, ["asin", "B000000001"]);
    const theirs = await uploaded(api.second, ["asin", "B000000001"]);
    const before = await runs();
    for (const body of [
      ...[{ key: `${mine.key}x` }, { key: mine.key, version: "7" }, { key: theirs.key }],
      ...[
        { key: `uploads/${tenantId}/1-a.csv` },
        { key: `catalogs/${tenantId}/../${api.second.tenantId}/1-a` },
      ],
    ]) {
      const answer = await submit("spring", body);
      expect([body, answer.status]).toEqual([body, 422]);
      expect(answer.body).toMatchObject({ errors: [{ in: "body", field: "key" }] });
    }
    expect(await runs()).toEqual(before);
  });
});
