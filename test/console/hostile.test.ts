import { expect, it } from "vitest";
import { picture } from "../equipment/browser.ts";
import {
  type ConsolePage,
  downloadBy,
  dropFile,
  heading,
  openConsole,
  startFile,
} from "../equipment/console-page.ts";
import { describeConsole } from "../equipment/console-suite.ts";

/** As nasty as cells get; `HACKED` is what a script among them would set. */
const HOSTILE = [
  "<img src=x onerror=globalThis.HACKED=1>",
  "<script>globalThis.HACKED=2;alert(2)</script>",
  "<svg/onload=alert(3)><a href='javascript:alert(4)'>here</a>",
  "javascript:alert(5)",
  '=HYPERLINK("http://evil.example/","click")',
  "=cmd|' /C calc'!A0",
  "\u202egnp.exe\u202c",
  "Z\u200bero\u200dwidth\ufeff",
  "{{constructor.constructor('alert(6)')()}}",
  "https://evil.example/pixel.png",
];

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const NAME = `../../"><img src=x onerror=alert(7)>'\u202e;.csv`;
const FILE = [
  `Nombre,Correo,Empresa,${cell("<img src=x onerror=alert(8)>")}`,
  ...HOSTILE.map((text, n) => `${cell(text)},h${n}@example.com,${cell(text)},${cell(text)}`),
  // Nobody can be identified by these.
  ...HOSTILE.map((text) => `,,,${cell(text)}`),
  `Long,long@example.com,Long,${"x".repeat(30_000)}`,
  `,,,${"y ".repeat(15_000)}`,
  "",
].join("\n");

/** Elements that no page of ours has: made of cells, they would do something. */
const MADE =
  "body script, iframe, object, embed, a[href^='javascript:'], a[href*='evil'], img[src='x'], [onerror], [onload]";

async function isHarmless({ page, complaints, strayed, dialogs }: ConsolePage): Promise<void> {
  const inBody = await page.locator(MADE).evaluateAll((all) => all.map(String));
  expect(inBody).toEqual([]);
  expect(await page.evaluate("globalThis.HACKED")).toBeUndefined();
  expect({ complaints, strayed, dialogs }).toEqual({ complaints: [], strayed: [], dialogs: [] });
}

/** What a page scrolls sideways by: an endless word must not push it apart. */
const overflow = "document.documentElement.scrollWidth - innerWidth";

describeConsole({ name: "hostile cells in the console" }, (suite) => {
  it("do nothing, on any page that shows them", async () => {
    const opened = await openConsole({ ...suite, path: "/drop" });
    const { page, go } = opened;
    const isShownHarmlessly = async () => {
      await page
        .getByText(HOSTILE[0] ?? "")
        .first()
        .waitFor();
      await isHarmless(opened);
      expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    };
    await dropFile(page, { name: NAME, content: FILE });
    await heading(page, "What would happen").waitFor();
    await isShownHarmlessly();
    await picture(page, "hostile-drop");
    const runId = await startFile(page);
    await page.getByText("Completed", { exact: true }).first().waitFor();

    await go(`/runs/${runId}?tab=rejects`);
    await isShownHarmlessly();
    await picture(page, "hostile-rejects");
    const file = await downloadBy(page, page.getByRole("button", { name: "Download the rejected rows" }));
    expect(file.name).toMatch(/^[^/\\<>:"|?*\p{Cc}\p{Cf}]+-rejected\.csv$/u);
    expect(file.name).not.toMatch(/^\./);

    await go(`/runs/${runId}?tab=file`);
    await page.getByText("<img src=x onerror=alert(8)>").first().waitFor();
    await isHarmless(opened);

    await go("/runs");
    await page.getByRole("link", { name: /onerror/ }).waitFor();
    await isHarmless(opened);

    await go("/leads");
    await page.getByText("h0@example.com").first().waitFor();
    await isHarmless(opened);
    await picture(page, "hostile-leads");
    await page.getByRole("row").filter({ hasText: "h0@example.com" }).getByRole("link").first().click();
    await heading(page, /^History/).waitFor();
    await isHarmless(opened);
    await go("/leads");
    await page.getByRole("row").filter({ hasText: "long@example.com" }).getByRole("link").first().click();
    await heading(page, /^History/).waitFor();
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    const column = await page.getByText("Given by").first().boundingBox();
    expect(column?.x).toBeLessThan(1280);
    await picture(page, "hostile-lead");
    await isHarmless(opened);
  });
});
