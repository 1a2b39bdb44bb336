import { readFile } from "node:fs/promises";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { openPage } from "./browser.ts";
import type { ConsoleApp } from "./console-app.ts";

/** A file to be dropped. */
export interface DroppedFile {
  name: string;
  content: string | Buffer;
}

/** The console as somebody with the key of `app` sees it. */
export interface ConsolePage {
  page: Page;
  /** What the browser complained of: errors of scripts, and refusals of the content security policy. */
  complaints: string[];
  /** Addresses outside of the console that the page asked for. */
  strayed: string[];
  /** Dialogs that scripts have opened. */
  dialogs: string[];
  /** To a page by its path. */
  go(path: string): Promise<void>;
}

/** Opens the console in a window of its own, with the key. */
export async function openConsole(input: {
  browser: Browser;
  app: Pick<ConsoleApp, "url" | "key">;
  path: string;
  options?: BrowserContextOptions;
  /** Done before anything is loaded. */
  init?: (page: Page) => Promise<void>;
}): Promise<ConsolePage> {
  const { browser, app, path, options = {}, init } = input;
  const { page, complaints } = await openPage({ browser, options });
  await init?.(page);
  const strayed: string[] = [];
  const dialogs: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    // What the page has itself made, such as a file that it has the browser keep, leaves nothing.
    if (origin !== app.url && protocol !== "blob:") strayed.push(request.url());
  });
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(`${app.url}${path}#key=${app.key}`);
  return {
    ...{ page, complaints, strayed, dialogs },
    go: async (to) => {
      await page.goto(`${app.url}${to}`);
    },
  };
}

export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole("heading", { name });
}

/** Chooses files as a person does who presses the button for it. */
export async function chooseFiles(page: Page, files: readonly DroppedFile[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.locator("button").filter({ hasText: "Choose files" }).click(),
  ]);
  await chooser.setFiles(
    files.map(({ name, content }) => ({
      name,
      mimeType: "application/octet-stream",
      buffer: Buffer.from(content),
    })),
  );
}

/** Drags a file over the page and drops it on its zone, as the browser tells a page of it. */
export async function dropFile(page: Page, file: { name: string; content: string }): Promise<void> {
  const made = [file.content, file.name].map((text) => JSON.stringify(text));
  const transfer = await page.evaluateHandle(
    `(() => { const made = new DataTransfer(); made.items.add(new File([${made[0]}], ${made[1]})); return made; })()`,
  );
  const zone = page.getByText(/^(Drop CSV or Excel files here|Suelte aquí)/);
  for (const event of ["dragenter", "dragover", "drop"]) {
    await zone.dispatchEvent(event, { dataTransfer: transfer });
  }
}

/** Waits until the file is read, and starts it. @returns the run's id, of its page, which is then shown */
export async function startFile(page: Page, button = "Start the import"): Promise<string> {
  await page.getByRole("button", { name: button }).click();
  await page.waitForURL(/\/runs\/[^/]+$/);
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** The numbers of a list of counts, such as `{ Created: 5, Total: 6 }`, as they are read on the page. */
export async function countsOn(page: Page): Promise<Record<string, number>> {
  const texts = await page.locator("dl > div").allInnerTexts();
  const counts = texts.flatMap((text) => {
    const [, name = "", number = ""] = /^([^\n]+)\n+([\d,]+)(?:\s|$)/.exec(text.trim()) ?? [];
    return name === "" ? [] : [[name, Number(number.replaceAll(",", ""))]];
  });
  return Object.fromEntries(counts);
}

/** What the browser keeps when a button is pressed. */
export async function downloadBy(page: Page, button: Locator): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const text = await readFile(await download.path(), "utf8");
  return { name: download.suggestedFilename(), text };
}
