import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { picture, seriousFaults } from "../equipment/browser.ts";
import { type ChatServer, startChatServer } from "../equipment/chat-server.ts";
import { heading, openConsole } from "../equipment/console-page.ts";
import { describeConsole } from "../equipment/console-suite.ts";
import { leadFile } from "../equipment/lead-file.ts";

let model: ChatServer;
beforeAll(async () => {
  model = await startChatServer({ otherwise: { status: 400 } });
});
afterAll(() => model.close());

const env = () => ({ MILLRACE_MODEL_KEY: "key", MILLRACE_MODEL_URL: model.url });

describeConsole({ name: "health in the console", env }, (suite) => {
  it("says that nothing needs anybody, and what would be where", async () => {
    const { page, complaints } = await openConsole({ ...suite, path: "/health" });
    await heading(page, "Health").waitFor();
    await page.getByText("Nothing needs you").waitFor();
    await page.getByText("No errors", { exact: true }).waitFor();
    expect(await page.getByRole("button", { name: "Try again: dead-letters" }).isDisabled()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("shows failed batches as dead letters with their reason, and tries them again until nothing needs anybody", async () => {
    const file = join(suite.app.data, "leads.csv");
    writeFileSync(file, leadFile(30).csv);
    await suite.app.run("import", file, "--json");
    const { page, complaints } = await openConsole({ ...suite, path: "/health" });
    await page.getByText("Something needs you").waitFor();
    await page.getByText(/waits? among the dead letters: /).waitFor();
    await page.getByText("Model.Rejected").first().waitFor();
    await picture(page, "health-failed");
    expect(await seriousFaults(page)).toEqual([]);

    await model.behave("good");
    await page.getByRole("button", { name: "Try again: dead-letters" }).click();
    await page.getByText("1 run was started again.").waitFor();
    await picture(page, "health-redriven");
    await page.getByText("Nothing needs you").waitFor();
    await page.getByRole("link", { name: "Show the run" }).click();
    await heading(page, "leads.csv").waitFor();
    await page.getByText("Completed", { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
  });
});
