import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SENTENCES } from "@millrace/core/sentence";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { en } from "../../packages/console/src/i18n/en/index.ts";
import { es } from "../../packages/console/src/i18n/es/index.ts";
import { picture, seriousFaults } from "../equipment/browser.ts";
import { leadsIn } from "../equipment/command.ts";
import { dropFile, openConsole } from "../equipment/console-page.ts";
import { describeConsole } from "../equipment/console-suite.ts";
import { runsIn } from "../equipment/data-folder.ts";
import { type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";

const WIDE = { width: 1280, height: 900 };
const SIZES = [
  { viewport: WIDE, ending: "" },
  { viewport: { width: 390, height: 844 }, ending: "-phone" },
];

/** Pages that wait for nothing, and pages that show something of the one run that was imported last. */
const PAGES = [
  { name: "drop", path: () => "/drop", shows: "Choose files" },
  { name: "runs", path: () => "/runs", shows: "feria-bogota.csv" },
  { name: "run", path: (run: string) => `/runs/${run}`, shows: "What became of every row" },
  { name: "run-rejects", path: (run: string) => `/runs/${run}?tab=rejects`, shows: "Why rows were rejected" },
  { name: "run-flow", path: (run: string) => `/runs/${run}?tab=flow`, shows: "ParseFile" },
  { name: "run-file", path: (run: string) => `/runs/${run}?tab=file`, shows: "Observaciones" },
  { name: "leads", path: () => "/leads", shows: "sarah.mcdonald@litware.example" },
  { name: "lead", path: (_: string, lead: string) => `/leads/${lead}`, shows: "Speaks now" },
  { name: "catalogs", path: () => "/catalogs", shows: "Keepa tokens" },
  { name: "catalog", path: () => "/catalogs/catalog", shows: "B0DEMO0001" },
  { name: "customers", path: () => "/customers", shows: "Look up" },
  { name: "health", path: () => "/health", shows: "Queues" },
] as const;

/** Fewer characters are no sentence: a word may be the same in two languages. */
const SHORTEST = 20;

/** What stands between the parameters of English messages, and is in no Spanish one. */
const ENGLISH = partsOf([...Object.values(en), ...Object.values(SENTENCES)]).filter(
  (part) => part.length >= SHORTEST && !partsOf(Object.values(es)).includes(part),
);

function partsOf(messages: readonly (string | { one: string; other: string })[]): string[] {
  const texts = messages.flatMap((each) => (typeof each === "string" ? [each] : [each.one, each.other]));
  return texts.flatMap((text) => text.split(/\{[^}]*\}/)).map((part) => part.trim().toLowerCase());
}

let keepa: KeepaServer;
beforeAll(async () => {
  keepa = await startKeepaServer({ now: Date.now, unknown: (code) => code === "B0DEMO0007" });
});
afterAll(() => keepa.close());

const env = () => ({ MILLRACE_KEEPA_KEY: "test-key", MILLRACE_KEEPA_URL: keepa.url });

describeConsole({ name: "every page of the console", env }, (suite) => {
  let [runId, refusedId, leadId] = ["", "", ""];
  beforeAll(async () => {
    const { app } = suite;
    await app.run("import", "examples/crm-export.csv");
    await app.run("enrich", "examples/catalog.csv");
    await app.run("import", "examples/feria-bogota.csv", "--country", "CO");
    runId = runsIn(app.data).at(-1)?.runId ?? "";
    const report = join(app.data, "report.pdf");
    writeFileSync(report, "%PDF-1.4");
    await app.run("import", report);
    refusedId = runsIn(app.data).at(-1)?.runId ?? "";
    leadId = leadsIn(await app.run("leads", "--format", "jsonl"))[0]?.leadId ?? "";
  });

  const isWithin = (page: Page) => page.evaluate("document.documentElement.scrollWidth <= innerWidth");
  const LOOKS = [
    { colorScheme: "light", body: "body:not(.awsui-dark-mode)" },
    { colorScheme: "dark", body: "body.awsui-dark-mode" },
  ] as const;

  it.each(PAGES)(
    "$name: nothing stands in the way of those who cannot see or use a mouse, wide in light and dark, and on a phone",
    async ({ name, path, shows }) => {
      const { page, complaints, strayed } = await openConsole({ ...suite, path: path(runId, leadId) });
      for (const { viewport, ending } of SIZES) {
        await page.setViewportSize(viewport);
        // The list of pages is open or not by the width that a page is loaded with.
        if (viewport !== WIDE) await page.reload();
        await page.getByText(shows).first().waitFor();
        expect([ending, await isWithin(page)]).toEqual([ending, true]);
        // Colours are the same at any width: in the dark the wide page will do.
        for (const { colorScheme, body } of viewport === WIDE ? LOOKS : LOOKS.slice(0, 1)) {
          await page.emulateMedia({ colorScheme });
          await page.locator(body).waitFor();
          const isDark = colorScheme === "dark";
          const place = `${name}${ending}${isDark ? "-dark" : ""}`;
          expect([place, await seriousFaults(page, { colours: isDark })]).toEqual([place, []]);
          await picture(page, place);
        }
      }
      expect([complaints, strayed]).toEqual([[], []]);
    },
  );

  it("speaks Spanish where that was chosen, as long as it is not chosen otherwise", async () => {
    const { page, complaints, go } = await openConsole({ ...suite, path: "/health" });
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Español" }).click();
    for (const { name, path, title } of [
      { name: "runs", path: "/runs", title: "Importaciones" },
      { name: "run", path: `/runs/${runId}?tab=rejects`, title: "feria-bogota.csv" },
      { name: "run-file", path: `/runs/${runId}?tab=file`, title: "feria-bogota.csv" },
      { name: "run-refused", path: `/runs/${refusedId}`, title: "report.pdf" },
      { name: "lead", path: `/leads/${leadId}`, title: "" },
      { name: "catalog", path: "/catalogs/catalog", title: "catalog" },
      { name: "missing", path: "/nowhere", title: "Esta página no existe" },
      { name: "leads", path: "/leads", title: "Contactos" },
      { name: "catalogs", path: "/catalogs", title: "Catálogos" },
      { name: "customers", path: "/customers", title: "Clientes" },
      { name: "health", path: "/health", title: "Estado" },
      { name: "drop", path: "/drop", title: "Soltar un archivo" },
    ]) {
      await go(path);
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
      expect(await page.evaluate("document.documentElement.lang")).toBe("es");
      await page.locator("main, #content").getByRole("progressbar").waitFor({ state: "detached" });
      if (name === "drop") {
        await dropFile(page, { name: "a.csv", content: "Nombre,Correo\nAna Ruiz,ana@example.com\n,\nx,,\n" });
        await page.getByRole("button", { name: "Columnas" }).first().waitFor();
      }
      await picture(page, `${name}-spanish`);
      const text = (await page.evaluate<string>("document.body.innerText")).toLowerCase();
      expect([name, ENGLISH.filter((part) => text.includes(part))]).toEqual([name, []]);
    }
    expect(complaints).toEqual([]);
  });
});
