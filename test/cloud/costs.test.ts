import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogCostTable } from "../../scripts/costs/catalogs.ts";
import { readCounts } from "../../scripts/costs/counts.ts";
import { customerCostTable } from "../../scripts/costs/customers.ts";
import { type Counts, MODES, openMeter, STAGE } from "../../scripts/costs/measure.ts";
import { costTable, standingCosts } from "../../scripts/costs/table.ts";
import { dynamoIsMissing } from "../equipment/dynamo-server.ts";
import { sharedBundles, sharedDynamo } from "../equipment/shared-servers.ts";
import { deployed, NEEDS_PLATFORM, WITHOUT_PLATFORM } from "../equipment/stacks.ts";

const missing = dynamoIsMissing();
const skipped = WITHOUT_PLATFORM || (missing !== null && process.env.CI !== "true");
const OPERATE = readFileSync(join(import.meta.dirname, "../../docs/operate.md"), "utf8");

/** Files of one batch and of eleven, each of ten new leads. */
const [ONE, ELEVEN] = [10, 113];
/** Two clouds are opened, and 240 leads imported. */
const COUNTING_MS = 300_000;

/** Every number of an import, by name. */
function numbersOf({ transitions, invocations, dynamo, s3, model }: Counts): Record<string, number> {
  const named = (prefix: string, numbers: object) =>
    Object.entries(numbers).map(([name, value]): [string, number] => [`${prefix} ${name}`, Number(value)]);
  return Object.fromEntries([
    ["transitions", transitions],
    ...named("invocations", invocations),
    ...named("DynamoDB", dynamo),
    ...named("S3", s3),
    ...named("model", model),
  ]);
}

describe("docs/operate.md", () => {
  it("has the costs that follow from what was counted (npm run costs)", () => {
    const [table = ""] = /^\| for [\d,]+ leads [\s\S]*?\|$(?!\n\|)/m.exec(OPERATE) ?? [];
    expect(table).toBe(costTable(readCounts()));
  });

  it("has the costs of catalogs (npm run costs)", () => {
    const [table = ""] = /^\| for [\d,]+ products [\s\S]*?\|$(?!\n\|)/m.exec(OPERATE) ?? [];
    expect(table).toBe(catalogCostTable(readCounts().catalog));
  });

  it("has the costs of customers (npm run costs)", () => {
    const [table = ""] = /^\| for [\d,]+ customers [\s\S]*?\|$(?!\n\|)/m.exec(OPERATE) ?? [];
    expect(table).toBe(customerCostTable());
  });

  it.skipIf(WITHOUT_PLATFORM)(`has what a stage costs by itself ${NEEDS_PLATFORM}`, async () => {
    const { resources } = await deployed(STAGE);
    const [, costs = ""] = /^By itself a stage costs (.*?) \(/m.exec(OPERATE) ?? [];
    expect(costs).toBe(standingCosts(resources));
  });
});

describe.skipIf(skipped)(`the counts behind the costs ${NEEDS_PLATFORM} ${missing ?? ""}`, () => {
  it.each(MODES)(
    "are still what the app does in mode %s (else: npm run costs -- --count)",
    async (mode) => {
      const known = readCounts()[mode];
      const meter = await openMeter({ mode, dynamo: await sharedDynamo(), bundles: await sharedBundles() });
      const one = await meter.measure({ tenantId: `costs-${mode}-1`, rows: ONE });
      const eleven = await meter.measure({ tenantId: `costs-${mode}-11`, rows: ELEVEN });
      await meter.close();
      expect([one, eleven].map(({ leads, batches }) => [leads, batches])).toEqual([
        [10, 1],
        [110, 11],
      ]);
      // Every batch is the same work: what ten more cost tells what a hundred do.
      const [small, large] = [numbersOf(one), numbersOf(eleven)];
      for (const [name, count] of Object.entries(numbersOf(known))) {
        const ofOne = small[name] ?? 0;
        const ofBatch = ((large[name] ?? 0) - ofOne) / 10;
        const expected = ofOne + ofBatch * (known.batches - 1);
        // Texts differ in length, and pages are counted as a whole.
        const tolerance = Math.max(3, expected * 0.03);
        expect(Math.abs(count - expected), `${name}: ${count}, now ${expected}`).toBeLessThanOrEqual(
          tolerance,
        );
      }
    },
    COUNTING_MS,
  );
});
