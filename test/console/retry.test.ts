import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { picture, seriousFaults } from "../equipment/browser.ts";
import { type ChatServer, startChatServer } from "../equipment/chat-server.ts";
import { chooseFiles, countsOn, heading, openConsole, startFile } from "../equipment/console-page.ts";
import { describeConsole } from "../equipment/console-suite.ts";
import { leadFile } from "../equipment/lead-file.ts";

let model: ChatServer;
beforeAll(async () => {
  model = await startChatServer({ otherwise: { status: 400 } });
});
afterAll(() => model.close());

const env = () => ({ MILLRACE_MODEL_KEY: "key", MILLRACE_MODEL_URL: model.url });

/** Where the keyboard is. */
const focused = (page: Page) =>
  page.evaluate<string>(
    "(document.activeElement?.ariaLabel ?? document.activeElement?.innerText ?? '').trim()",
  );

/** Presses a key until the keyboard is where it should be, as somebody without a mouse does. */
async function press(page: Page, key: string, until: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press(key);
    const place = await focused(page);
    if (until.test(place)) return;
    seen.push(place.slice(0, 40));
  }
  throw new Error(`${key} does not lead to ${until}: ${seen.join(" | ")}`);
}

describeConsole({ name: "failed batches in the console", env }, (suite) => {
  it("are seen with their reason, and by keyboard alone retried until the run is complete", async () => {
    const { page, complaints, go } = await openConsole({ ...suite, path: "/drop" });
    await chooseFiles(page, [{ name: "leads.csv", content: leadFile(60).csv }]);
    await heading(page, "What would happen").waitFor();
    await page.getByText(/Rules leave \d+ rows open/).waitFor();
    await picture(page, "drop-model");
    await startFile(page);
    await page.getByText("Completed with errors", { exact: true }).first().waitFor();
    const failed = await countsOn(page);
    expect(failed.Failed).toBeGreaterThan(0);
    await page.getByText("The language model refused the request.").first().waitFor();
    await picture(page, "run-failed");
    expect(await seriousFaults(page)).toEqual([]);

    await model.behave("good");
    await go("/runs");
    await page.getByRole("link", { name: "leads.csv" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement?.id")).toBe("content");
    // A table is one stop of the keyboard; within it arrows lead from cell to cell.
    await press(page, "Tab", /^(File|leads\.csv)$/);
    await press(page, "ArrowDown", /^leads\.csv$/);
    await page.keyboard.press("Enter");
    await heading(page, "leads.csv").waitFor();
    await page.getByRole("button", { name: "Retry" }).first().waitFor();
    await press(page, "Tab", /^Retry$/);
    await page.keyboard.press("Enter");
    await page
      .getByRole("dialog")
      .getByText("What is done stays done. Nothing will be there twice.")
      .waitFor();
    await picture(page, "run-retry");
    await press(page, "Tab", /^Retry$/);
    await page.keyboard.press("Enter");
    await page.getByText("Completed", { exact: true }).first().waitFor();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByText(/^\d+ rows = /).waitFor();
    const { Failed = 0, Waiting = 0, Total, Tries } = await countsOn(page);
    expect({ Failed, Waiting, Total, Tries }).toEqual({
      Failed: 0,
      Waiting: 0,
      Total: failed.Total,
      Tries: 2,
    });
    await picture(page, "run-retried");
    expect(complaints).toEqual([]);
  });

  it("the drawn state machine shows what was entered, and tells what a state was given; events have inputs and outputs", async () => {
    const { page, complaints } = await openConsole({ ...suite, path: "/runs" });
    await page.getByRole("link", { name: "leads.csv" }).click();
    await page.getByRole("tab", { name: "State machine and events" }).click();
    await page
      .locator(".react-flow__node")
      .filter({ hasText: /^SummarizeRun/ })
      .click();
    await heading(page, "SummarizeRun").waitFor();
    await page.getByText("Only those of SummarizeRun").waitFor();
    await page.getByText('"runId"').first().waitFor();
    for (const state of [/^ParseFile.*Done/s, /^FailRun.*Task/s]) {
      await page.locator(".react-flow__node").filter({ hasText: state }).waitFor();
    }
    await heading(page, /^Events/).waitFor();
    await picture(page, "run-flow");
    expect(await seriousFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
