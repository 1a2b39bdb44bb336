import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { picture, seriousFaults } from "../equipment/browser.ts";
import { leadsIn } from "../equipment/command.ts";
import {
  chooseFiles,
  countsOn,
  downloadBy,
  dropFile,
  heading,
  openConsole,
  startFile,
} from "../equipment/console-page.ts";
import { describeConsole } from "../equipment/console-suite.ts";

/** What somebody new tries first: eight rows, of which one is a duplicate and one identifies nobody. */
const CRM = { name: "crm-export.csv", content: readFileSync("examples/crm-export.csv", "utf8") };

describeConsole({ name: "leads in the console" }, (suite) => {
  const open = (path: string) => openConsole({ ...suite, path });
  const table = async () => leadsIn(await suite.app.run("leads", "--format", "jsonl"));
  const isShown = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor();
  const start = (page: Page) => page.getByRole("button", { name: "Start the import" });
  /** Runs of the whole file, of the file again, and of its corrected row. */
  const runs: string[] = [];

  it("a dropped file is shown as it will become, changed, started, and seen to finish", async () => {
    const { page, complaints, strayed } = await open("/drop");
    await heading(page, "Drop a file").waitFor();
    await picture(page, "drop-empty");
    await dropFile(page, CRM);
    await heading(page, "What would happen").waitFor();
    expect(await countsOn(page)).toEqual({
      ...{ Created: 6, Updated: 0, Unchanged: 0, Duplicates: 1, Rejected: 1, Total: 8 },
    });
    await page.getByText("Record ID: 1003").first().waitFor();
    await page.getByRole("button", { name: "Columns", exact: true }).click();
    await page.getByLabel("Where Record ID goes").click();
    await page.getByRole("option", { name: "Leave out" }).click();
    await page.getByText("Record ID: 1003").waitFor({ state: "detached" });
    await picture(page, "drop-leads");
    expect(await seriousFaults(page)).toEqual([]);
    expect(await table()).toEqual([]);

    runs.push(await startFile(page));
    await isShown(page, "Completed");
    await page.getByText(/^8 rows = 6 created \+ 1 duplicates? \+ 1 rejected/).waitFor();
    expect(await countsOn(page)).toMatchObject({ Created: 6, Duplicates: 1, Rejected: 1, Total: 8 });
    const remarks = (await table()).map((lead) => lead.remarks).join("\n");
    expect(remarks).toContain("OPEN");
    expect(remarks).not.toContain("1003");
    expect([complaints, strayed]).toEqual([[], []]);
  });

  it("the same file again is unchanged, by the columns that were chosen for it", async () => {
    const { page, complaints } = await open("/drop");
    await chooseFiles(page, [CRM]);
    await page.getByText("Chosen as in your last import with the same columns.").waitFor();
    expect(await countsOn(page)).toMatchObject({ Created: 0, Updated: 0, Unchanged: 6 });
    // Pressed twice it is one run, and shown.
    await start(page).dblclick();
    await page.waitForURL(/\/runs\/[^/]+$/);
    runs.push(new URL(page.url()).pathname.split("/").at(-1) ?? "");
    await isShown(page, "Completed");
    await page.getByText(/^8 rows = 6 unchanged/).waitFor();
    expect(await countsOn(page)).toMatchObject({ Unchanged: 6, Total: 8 });
    expect(complaints).toEqual([]);
  });

  it("several files at once: each is looked at; what cannot be read says why, and what was discarded is gone", async () => {
    const { page, complaints } = await open("/drop");
    await chooseFiles(page, [
      { name: "photo.csv", content: Buffer.from("ffd8ffe000104a464946000101", "hex") },
      { name: "nothing.csv", content: "" },
      { name: "one.csv", content: "email,phone\nsolo@example.com,300 123 45 67\n" },
      { name: "lamps.csv", content: "Article,Cost\nDesk lamp brass,18.40\n" },
    ]);
    await page.getByText("nothing.csv is empty").waitFor();
    await page.getByText("photo.csv is an image", { exact: false }).waitFor();
    await page.getByText("The phone of 1 of these rows cannot be used").waitFor();
    await page.getByText("Every row would be rejected").waitFor();
    await picture(page, "drop-unreadable");
    expect(await seriousFaults(page)).toEqual([]);
    for (const name of ["photo.csv", "lamps.csv"])
      await page.getByRole("button", { name: `Discard ${name}` }).click();
    await start(page).waitFor();
    await page.getByRole("button", { name: "Discard one.csv" }).click();
    await start(page).waitFor({ state: "detached" });
    // The API's refusal to read a photo is the only thing a browser may speak of.
    expect(complaints.filter((text) => !text.includes("422"))).toEqual([]);
  });

  it("rejected rows: with their reasons, downloaded, corrected, dropped again", async () => {
    const [first = ""] = runs;
    const { page, complaints, go } = await open(`/runs/${first}`);
    await page.getByText("1 row was rejected").waitFor();
    await page.getByRole("button", { name: "See why" }).click();
    const reason = "Nothing says who it is: there is no e-mail, phone, name or company";
    await page
      .getByRole("cell", { name: reason })
      .or(page.getByRole("rowheader", { name: reason }))
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Show only these" }).click();
    await page.getByRole("button", { name: "Show all", exact: false }).first().waitFor();
    await picture(page, "run-rejects");
    expect(await seriousFaults(page)).toEqual([]);
    const file = await downloadBy(page, page.getByRole("button", { name: "Download the rejected rows" }));
    expect(file.name).toBe("crm-export-rejected.csv");
    // Without the mark a spreadsheet breaks accents.
    expect(file.text.startsWith("\ufeff")).toBe(true);
    const rows = file.text.slice(1).trim().split(/\r?\n/);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain("Record ID,First Name,Last Name,Email");
    expect(rows[1]).toMatch(/^1007,/);

    await go("/drop");
    const corrected = file.text.replace(/^1007,,,,/m, "1007,Ada,Park,ada.park@example.com,");
    await dropFile(page, { name: file.name, content: corrected });
    await page.getByText("Chosen as in your last import with the same columns.").waitFor();
    expect(await countsOn(page)).toMatchObject({ Created: 1, Rejected: 0, Total: 1 });
    runs.push(await startFile(page));
    await isShown(page, "Completed");
    expect((await table()).map(({ email }) => email)).toContain("ada.park@example.com");
    expect(complaints).toEqual([]);
  });

  it("a lead, found by search, says which row and which rule gave each field", async () => {
    const { page, complaints } = await open("/leads");
    await page.getByRole("link", { name: "Sarah McDonald" }).waitFor();
    await picture(page, "leads");
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("searchbox").fill("contoso wei");
    await page.getByText("1 match").first().waitFor();
    expect(await page.getByRole("link", { name: "Sarah McDonald" }).count()).toBe(0);
    await page.getByRole("link", { name: "Wei Chen" }).click();
    await heading(page, "Wei Chen").waitFor();
    await heading(page, /^History/).waitFor();
    await page.getByText("Row 4 of crm-export.csv").first().waitFor();
    await picture(page, "lead");
    expect(await seriousFaults(page)).toEqual([]);
    await page.goto(`${suite.app.url}/leads`);
    const file = await downloadBy(page, page.getByRole("button", { name: "Export as CSV" }));
    expect(file.name).toMatch(/^[\w.-]+\.csv$/);
    expect(file.text).toContain("ada.park@example.com");
    expect(complaints).toEqual([]);
  });

  it("undo says what it would do, and does it: in any order, and the leads are as before", async () => {
    const { page, complaints, go } = await open("/runs");
    await page.getByRole("link", { name: "crm-export-rejected.csv" }).waitFor();
    await picture(page, "runs");
    expect(await seriousFaults(page)).toEqual([]);
    const [first = "", again = "", corrected = ""] = runs;
    for (const { run, says } of [
      { run: first, says: [/\b0\s+are deleted/, /\b0\s+are restored/, /\b6\s+stay as they are/] },
      { run: again, says: [/\b6\s+are deleted/, /\b0\s+are restored/, /\b0\s+stay as they are/] },
      { run: corrected, says: [/\b1\s+is deleted|\b1\s+are deleted/] },
    ]) {
      await go(`/runs/${run}`);
      await page.getByRole("button", { name: "Undo" }).click();
      const dialog = page.getByRole("dialog");
      await dialog
        .getByText(/deleted/)
        .first()
        .waitFor();
      const told = await dialog.innerText();
      for (const what of says) expect(told).toMatch(what);
      if (run === again) {
        await picture(page, "run-undo");
        expect(await seriousFaults(page)).toEqual([]);
      }
      await dialog.getByRole("button", { name: "Undo" }).click();
      await isShown(page, "Undone");
      expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
    }
    await picture(page, "run-undone");
    expect(await table()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("several files are started together, and seen to finish in the list of runs", async () => {
    const { page, complaints } = await open("/drop");
    const names = ["north.csv", "south.csv"];
    await chooseFiles(
      page,
      names.map((name) => ({ name, content: `email\n${name.replace(".csv", "")}@example.com\n` })),
    );
    await page.getByRole("button", { name: "Start all 2 files" }).click();
    for (const name of names) {
      await page.getByRole("row").filter({ hasText: name }).getByText("Completed").waitFor();
    }
    expect((await table()).map(({ email }) => email)).toEqual(
      expect.arrayContaining(["north@example.com", "south@example.com"]),
    );
    expect(complaints).toEqual([]);
  });
});
