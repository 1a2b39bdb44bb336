import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dynamoIsMissing, startDynamo } from "../test/equipment/dynamo-server.ts";
import { catalogCostTable, openCatalogMeter } from "./costs/catalogs.ts";
import { readCounts, writeCounts } from "./costs/counts.ts";
import { customerCostTable } from "./costs/customers.ts";
import { type MODES, openMeter, STAGE } from "./costs/measure.ts";
import { costTable, standingCosts } from "./costs/table.ts";
import { bundleFunctions } from "./synth/bundle-function.ts";
import { synthesise } from "./synth/evaluate.ts";
import { hasPlatform } from "./synth/platform.ts";

/**
 * `npm run costs`: what 1,000 new leads and 1,000 products cost on AWS, from what was counted in a run of the whole app as it is
 * synthesised, and from `prices.ts`. With `-- --count` it is counted again, in some minutes.
 */
const ROWS = 1_031;
const PRODUCTS = 1_000;

async function count(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "costs-bundles-"));
  const { builds } = await synthesise({ stage: STAGE });
  const bundles = await bundleFunctions({ builds, folder });
  const server = await startDynamo();
  const measured = async (mode: (typeof MODES)[number]) => {
    const meter = await openMeter({ mode, dynamo: server.endpoint, bundles });
    try {
      return await meter.measure({ tenantId: `costs-${mode}`, rows: ROWS });
    } finally {
      await meter.close();
    }
  };
  const ofCatalog = async () => {
    const meter = await openCatalogMeter({ dynamo: server.endpoint, bundles });
    try {
      return await meter.measure({ tenantId: "costs-catalog", products: PRODUCTS });
    } finally {
      await meter.close();
    }
  };
  try {
    const [rules, model] = [await measured("rules"), await measured("model")];
    writeCounts({ rules, model, catalog: await ofCatalog() });
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}

const { values } = parseArgs({ options: { count: { type: "boolean", default: false } } });
const missing = values.count ? dynamoIsMissing() : null;
if (missing !== null) {
  console.error(`DynamoDB Local cannot run here (${missing}).`);
  process.exitCode = 1;
} else {
  if (values.count) await count();
  const counts = readCounts();
  console.log(costTable(counts));
  console.log(`\n${catalogCostTable(counts.catalog)}`);
  console.log(`\n${customerCostTable()}`);
  if (hasPlatform()) {
    const { resources } = await synthesise({ stage: STAGE });
    console.log(`\nA stage that does nothing costs ${standingCosts(resources)}.`);
  } else {
    console.log("\nWhat a stage costs by itself is counted once npm run synth has installed SST's platform.");
  }
}
