import { mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page } from "playwright-core";
import { startBrowser } from "../test/equipment/browser.ts";
import { type ConsoleApp, startConsoleApp } from "../test/equipment/console-app.ts";
import { buildConsole } from "../test/equipment/console-build.ts";
import { chooseFiles, heading, openConsole, startFile } from "../test/equipment/console-page.ts";
import { runsIn } from "../test/equipment/data-folder.ts";
import { startKeepaServer } from "../test/equipment/keepa-server.ts";
import { type LargeRun, largeRun } from "../test/equipment/large-run.ts";

/**
 * Takes the pictures of `docs/console.md`: `npm run pictures`. What is on them is made up, by the files of `examples/`, servers in
 * place of Keepa, and a shop's customers by `millrace shop seed`.
 */
const ROOT = join(import.meta.dirname, "..");
const PICTURES = join(ROOT, "docs/pictures");
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Of `millrace shop seed` as it is by default. */
const Seeded = { customers: "1000", orders: "5000" };

mkdirSync(PICTURES, { recursive: true });
await buildConsole();
const keepa = await startKeepaServer({ now: Date.now, unknown: (code) => code === "B0DEMO0007" });
const app = await startConsoleApp({ env: { MILLRACE_KEEPA_KEY: "test-key", MILLRACE_KEEPA_URL: keepa.url } });
const browser = await startBrowser();
try {
  const { page, go } = await openConsole({ browser, app, path: "/drop", options: { viewport: WIDE } });
  await takeAll({ page, go, app });
} finally {
  await browser.close();
  await app.close();
  await keepa.close();
}

async function takeAll(input: { page: Page; go: (path: string) => Promise<void>; app: ConsoleApp }) {
  const { page, go, app } = input;
  const take = async (name: string, height = WIDE.height) => {
    await page.setViewportSize({ ...WIDE, height });
    await page.evaluate("scrollTo(0, 0)");
    await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: "disabled" });
    await page.setViewportSize(WIDE);
    console.log(`docs/pictures/${name}.png`);
  };

  await chooseFiles(page, [example("crm-export.csv")]);
  await heading(page, "What would happen").waitFor();
  await take("drop", 1_160);
  await startFile(page);
  await page.getByText("Completed", { exact: true }).first().waitFor();
  await app.run("import", join(ROOT, "examples/crm-export-corrected.csv"));
  await app.run("import", join(ROOT, "examples/feria-bogota.csv"), "--country", "CO");
  await app.run("enrich", join(ROOT, "examples/catalog.csv"));
  const run = runsIn(app.data)[2]?.runId ?? "";

  await go(`/runs/${run}?tab=rejects`);
  await heading(page, /^Rejected rows/).waitFor();
  await take("rejected", 1_360);
  await page.getByRole("button", { name: "Undo" }).click();
  await page
    .getByRole("dialog")
    .getByText(/deleted/)
    .first()
    .waitFor();
  await take("undo", 760);
  await go(`/runs/${run}?tab=flow`);
  await page.locator(".react-flow__node").first().waitFor();
  await heading(page, /^Events/).waitFor();
  await page.setViewportSize({ ...WIDE, height: 1_080 });
  await page.evaluate(
    `scrollBy(0, document.querySelector("[role=tablist]").getBoundingClientRect().top - 110)`,
  );
  await page.screenshot({ path: join(PICTURES, "state-machine.png"), animations: "disabled" });
  console.log("docs/pictures/state-machine.png");

  await go("/leads");
  await page.getByRole("link", { name: "Sarah McDonald" }).click();
  await heading(page, /^History/).waitFor();
  await take("lead", 1_300);
  await go("/catalogs/catalog");
  await page.getByText("B0DEMO0003").first().waitFor();
  await take("catalog", 900);

  await app.run("shop", "seed", "--customers", Seeded.customers, "--orders", Seeded.orders);
  await go("/customers");
  await page.getByRole("searchbox").fill(await seededPhone(app));
  await page.getByRole("searchbox").press("Enter");
  await heading(page, /^Orders of/).waitFor();
  await take("customers", 920);

  const large = await largeRun({ data: app.data, batches: 10_000 });
  await large.record({ count: 6_000 });
  await takeLarge({ page, go, take, large });
  large.close();
  await page.setViewportSize(PHONE);
  await go(`/runs/${run}`);
  await heading(page, "What became of every row").waitFor();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator("body.awsui-dark-mode").waitFor();
  await page.screenshot({ path: join(PICTURES, "phone.png"), animations: "disabled" });
}

async function takeLarge(input: {
  page: Page;
  go: (path: string) => Promise<void>;
  take: (name: string, height?: number) => Promise<void>;
  large: LargeRun;
}) {
  const { page, go, take, large } = input;
  await go("/runs");
  await page.getByRole("link", { name: large.sourceFile }).waitFor();
  await take("runs", 640);
  await go(`/runs/${large.runId}`);
  await page
    .getByText(/The database was too busy/)
    .first()
    .waitFor();
  await page.getByRole("application").hover({ position: { x: 300, y: 40 } });
  await take("run", 1_200);
  await go("/health");
  await heading(page, /^Queues/).waitFor();
  await take("health", 1_180);
}

function example(name: string) {
  const path = join(ROOT, "examples", name);
  return { name: basename(path), content: readFileSync(path) };
}

/** A phone whose customer has orders, as `shop seed` names it. */
async function seededPhone({ run }: ConsoleApp): Promise<string> {
  const { stdout } = await run(
    "shop",
    "seed",
    "--customers",
    Seeded.customers,
    "--orders",
    Seeded.orders,
    "--json",
  );
  const [, phone = ""] = /"phone":"([^"]+)"/.exec(stdout) ?? [];
  return phone;
}
