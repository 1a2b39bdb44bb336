import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Pictures of the pages, to be looked at. */
const PICTURES = fileURLToPath(new URL("../output/console", import.meta.url));

/** Where Debian has put it; empty where it has not. */
const CHROMIUM = spawnSync("which", ["chromium"], { encoding: "utf8" }).stdout.trim();

/** Why there can be no browser here; null where there can. */
export function browserIsMissing(): string | null {
  return CHROMIUM === "" ? "no chromium: npm run servers" : null;
}

/**
 * Debian's chromium, without a window. Its sandbox needs rights that a container does not give.
 *
 * @param args - more of its command line
 */
export function startBrowser(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-dev-shm-usage", ...args],
  });
}

/** A page that a test looks at, with everything the browser complained of. */
export interface Watched {
  page: Page;
  /** Errors of scripts and of the console, refusals of the content security policy among them. */
  complaints: string[];
}

/** Opens a page of its own, with nothing stored from before. */
export async function openPage(input: {
  browser: Browser;
  options?: BrowserContextOptions;
}): Promise<Watched> {
  const context = await input.browser.newContext({
    ...{
      viewport: { width: 1280, height: 900 },
      locale: "en-US",
      timezoneId: "UTC",
      reducedMotion: "reduce",
    },
    ...input.options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { page, complaints };
}

/** More would be no picture to look at. */
const TALLEST = 2_400;

/** Keeps a picture of the whole page in `test/output/console`. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const before = page.viewportSize() ?? { width: 1280, height: 900 };
  // In a window that is high enough: for a picture of more than the window the browser moves what stays in its place.
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  const isHigher = height > before.height;
  if (isHigher) {
    await page.setViewportSize({ ...before, height: Math.min(height, TALLEST) });
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }
  await page.screenshot({ path: `${PICTURES}/${name}.png`, animations: "disabled" });
  if (isHigher) await page.setViewportSize(before);
}

/** What depends on colours, and on nothing else of a page. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds of serious or critical faults for people who cannot see or use a mouse, by rule and place.
 *
 * @param input.colours - looks at colours alone, where all else was looked at before
 */
export async function seriousFaults(page: Page, input: { colours?: boolean } = {}): Promise<string[]> {
  // The content security policy forbids script elements, but not what the browser itself evaluates.
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(axe.source);
  const only = input.colours ? `runOnly: ${JSON.stringify(COLOUR_RULES)},` : "";
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run({ ${only} resultTypes: ['violations'] })`,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
