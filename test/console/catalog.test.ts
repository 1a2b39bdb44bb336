import { afterAll, beforeAll, expect, it } from "vitest";
import { picture, seriousFaults } from "../equipment/browser.ts";
import {
  chooseFiles,
  countsOn,
  downloadBy,
  heading,
  openConsole,
  startFile,
} from "../equipment/console-page.ts";
import { describeConsole } from "../equipment/console-suite.ts";
import { type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";

/** Eight codes, one of which Keepa does not know; two rows that say nothing new, two that are no codes. */
const CATALOG = [
  "SKU,Item,ASIN",
  ...Array.from({ length: 7 }, (_, n) => `S-${n},Lamp ${n},B0DEMO000${n}`),
  "S-7,Nobody knows it,B0DEMO0099",
  "S-0b,The same again,B0DEMO0000",
  "S-1b,The same again,B0DEMO0001",
  "S-8,Without a code,",
  "S-9,Not a code,12345",
  "",
].join("\n");

let keepa: KeepaServer;
beforeAll(async () => {
  keepa = await startKeepaServer({ now: Date.now, unknown: (code) => code.endsWith("99") });
});
afterAll(() => keepa.close());

const env = () => ({ MILLRACE_KEEPA_KEY: "test-key", MILLRACE_KEEPA_URL: keepa.url });

describeConsole({ name: "catalogs in the console", env }, (suite) => {
  it("a dropped catalog is looked at, enriched, and its products are there with what they cost", async () => {
    const { page, complaints, strayed, go } = await openConsole({ ...suite, path: "/catalogs" });
    await page.getByText("No catalogs yet").waitFor();
    await picture(page, "catalogs-empty");
    await go("/drop");
    await page.getByText("A catalog: product codes").click();
    await chooseFiles(page, [{ name: "spring.csv", content: CATALOG }]);
    await heading(page, "What would happen").waitFor();
    expect(await countsOn(page)).toMatchObject({
      ...{ "To be asked about": 8, "Known already": 0, Duplicates: 2, Rejected: 2, Total: 12 },
    });
    await picture(page, "drop-catalog");
    expect(await seriousFaults(page)).toEqual([]);
    expect(keepa.calls).toEqual([]);

    await startFile(page, "Start the enrichment");
    await page.getByText("Completed", { exact: true }).first().waitFor();
    const counts = await countsOn(page);
    expect(counts).toMatchObject({ Enriched: 7, "No data": 1, "Keepa tokens spent": 7 });
    await picture(page, "run-catalog");
    expect(await seriousFaults(page)).toEqual([]);

    await go("/catalogs");
    await heading(page, "Keepa tokens").waitFor();
    await picture(page, "catalogs");
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "spring", exact: true }).click();
    await heading(page, "spring").waitFor();
    await page.getByText("B0DEMO0003").first().waitFor();
    await picture(page, "catalog");
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Show product B0DEMO0003" }).click();
    const dialog = page.getByRole("dialog");
    await dialog
      .getByText(/workshop/)
      .first()
      .waitFor();
    await picture(page, "product");
    await dialog.getByRole("button", { name: "Close" }).first().click();

    const file = await downloadBy(page, page.getByRole("button", { name: "Download as CSV" }));
    expect(file.name).toBe("spring.csv");
    expect(file.text).toContain("B0DEMO0003");
    expect([complaints, strayed]).toEqual([[], []]);
  });
});
