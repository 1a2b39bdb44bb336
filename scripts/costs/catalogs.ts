import { openCloud } from "../../test/cloud/cloud.ts";
import { startKeepaServer } from "../../test/equipment/keepa-server.ts";
import type { FunctionBundles } from "../synth/bundle-function.ts";
import { dollarsOf } from "./dollars.ts";
import { type Counts, STAGE } from "./measure.ts";
import { moneyRows, usageRows } from "./table.ts";

/** What one enrichment took. Nobody waited for tokens, but until the first answer told how many there are. */
export interface CatalogCounts extends Pick<Counts, "transitions" | "invocations" | "dynamo" | "s3"> {
  /** All new. */
  products: number;
  batches: number;
  tokens: number;
}

const KEY = "counted";
/** More than is asked for, so that no batch waits. */
const TOKENS = 3_000;

/**
 * Enriches catalogs in the app as it is synthesised (test/cloud), and counts.
 *
 * @param input.dynamo - where a DynamoDB Local is
 * @param input.bundles - those of the app's functions
 */
export async function openCatalogMeter({ dynamo, bundles }: { dynamo: string; bundles: FunctionBundles }) {
  const keepa = await startKeepaServer({ now: Date.now, apiKey: KEY, tokens: TOKENS, refillRate: 50 });
  const cloud = await openCloud({
    ...{ stage: STAGE, dynamo, bundles, secrets: { KeepaKey: KEY } },
    environment: { MILLRACE_KEEPA_URL: keepa.url },
  });
  return {
    /** Enriches an invented catalog of a tenant that has no products yet. */
    async measure(input: { tenantId: string; products: number }): Promise<CatalogCounts> {
      const { tenantId } = input;
      const asins = Array.from({ length: input.products }, (_, at) => `B0${String(at).padStart(8, "0")}`);
      const bytes = Buffer.from(["asin", ...asins].join("\n"));
      const file = { tenantId, name: "catalog.csv", bytes, prefix: "catalogs" } as const;
      const body = await cloud.upload({ ...file, eventTime: cloud.deps.clock.now() });
      cloud.takeCounts();
      await cloud.uploads.send({ body });
      await cloud.settle();
      const counts = cloud.takeCounts();
      const [run] = await cloud.deps.runs.list({ tenantId, limit: 1 });
      if (run?.status !== "COMPLETED") throw new Error(`the enrichment ended as ${run?.status}`);
      const { products } = await cloud.deps.runs.totals({ runId: run.runId });
      const { enriched = 0, tokens = 0 } = products ?? {};
      return { products: enriched, batches: run.parse?.batches ?? 0, ...counts, tokens };
    },
    async close(): Promise<void> {
      await cloud.close();
      await keepa.close();
    },
  };
}

/** The table of catalogs' costs in docs/operate.md. */
export function catalogCostTable(counts: CatalogCounts): string {
  const { products, invocations } = counts;
  const whole = (count: number) => Math.round(count).toLocaleString("en-US");
  const rows = [
    ...usageRows(counts),
    ["Keepa: calls, tokens", `${whole(invocations.EnrichProducts ?? 0)}, ${whole(counts.tokens)}`],
    ...moneyRows(dollarsOf({ ...counts, model: NO_MODEL })),
  ];
  return [
    `| for ${whole(products)} products | new, by batches of ${products / counts.batches} |`,
    "| --- | --- |",
    ...rows.map(([name, cell]) => `| ${name} | ${cell} |`),
  ].join("\n");
}

const NO_MODEL = { calls: 0, promptTokens: 0, completionTokens: 0 };
