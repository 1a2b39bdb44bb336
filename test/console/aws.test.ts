import { rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Scope } from "@millrace/core/api-key";
import type { Browser, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type CloudConsole, openCloudConsole } from "../cloud/console.ts";
import { unique } from "../contract/samples.ts";
import { browserIsMissing, openPage, picture, seriousFaults, startBrowser } from "../equipment/browser.ts";
import {
  chooseFiles,
  countsOn,
  downloadBy,
  dropFile,
  heading,
  startFile,
} from "../equipment/console-page.ts";
import { dynamoIsMissing } from "../equipment/dynamo-server.ts";
import { LEAD_HEADER, leadFile } from "../equipment/lead-file.ts";
import { sharedBundles, sharedConsole, sharedDynamo } from "../equipment/shared-servers.ts";
import { NEEDS_PLATFORM, WITHOUT_PLATFORM } from "../equipment/stacks.ts";

const missing = browserIsMissing() ?? dynamoIsMissing();
const skipped = WITHOUT_PLATFORM || (missing !== null && process.env.CI !== "true");
/** What all files share may have to be made first: the page, the functions, the synthesised app. */
const OPENING_MS = 180_000;
/** A flow's functions start a thread each, beside the browser: on a busy machine that takes its time. */
const CASE_MS = 120_000;
const STEP_MS = 60_000;

/** Other tests have clouds of the same tables. */
const TENANT = unique("acme");
/** Four batches of new leads, two rows that later ones speak for, and two that name nobody. */
const ROWS = 40;
const { csv } = leadFile(ROWS);
const FILE = `${csv.trimEnd()}\n,,,,nobody\n,,,,nobody either\n`;
/** So many batches are done while the run is looked at. */
const DONE = 2;
/** Above what the page takes, all of it zeros that are stored nowhere. */
const TOO_MANY_BYTES = 513 * 1024 * 1024;

describe.skipIf(skipped)(`the console on AWS ${NEEDS_PLATFORM} ${missing ?? ""}`, () => {
  vi.setConfig({ testTimeout: CASE_MS });
  let aws: CloudConsole;
  let browser: Browser;
  let key: string;
  let page: Page;
  let complaints: string[];
  const requests: Request[] = [];

  beforeAll(async () => {
    const [bundles, dynamo] = await Promise.all([sharedBundles(), sharedDynamo(), sharedConsole()]);
    aws = await openCloudConsole({ bundles, dynamo });
    browser = await startBrowser(aws.internet.browserArgs);
    key = await aws.cloud.key({ tenantId: TENANT, scopes: [...Scope.options] });
    ({ page, complaints } = await openPage({ browser, options: { ignoreHTTPSErrors: true } }));
    page.setDefaultTimeout(STEP_MS);
    page.on("request", (request) => requests.push(request));
  }, OPENING_MS);
  afterAll(async () => {
    await browser.close();
    await aws.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await picture(page, `failed ${task.name.replace(/\W+/g, " ")}`);
    aws.cloud.calm();
    expect(aws.cloud.gateway.refused).toEqual([]);
  });

  /** Requests of the page to an origin, as `POST /path`. */
  const sentTo = (origin: string) =>
    requests
      .map((request) => ({ request, url: new URL(request.url()) }))
      .filter(({ url }) => url.origin === origin)
      .map(({ request, url }) => `${request.method()} ${url.pathname}`);
  const runs = async () => (await aws.cloud.deps.runs.list({ tenantId: TENANT, limit: 10 })).length;

  it("takes a key, shows what a file will become, and follows its run to the end by asking again", async () => {
    await page.goto(aws.url);
    await page.getByLabel("API key", { exact: true }).fill(key);
    await page.getByRole("button", { name: "Continue" }).click();
    await heading(page, "Runs").waitFor();
    await page.getByRole("link", { name: "Drop a file" }).first().click();
    await dropFile(page, { name: "feria.csv", content: FILE });
    await heading(page, "What would happen").waitFor();
    expect(await countsOn(page)).toMatchObject({ Rejected: 2, Total: ROWS + 2 });
    expect(sentTo(aws.bucketUrl)).toEqual(["POST /"]);
    expect(await runs()).toBe(0);
    await picture(page, "aws-drop");

    const held = Promise.withResolvers<void>();
    onTestFinished(() => held.resolve());
    let begun = 0;
    aws.cloud.troubles.hold = (id) => (id === "StandardizeLeads" && ++begun > DONE ? held.promise : null);
    await startFile(page);
    await expect.poll(async () => (await countsOn(page)).Created, { timeout: STEP_MS }).toBe(DONE * 10);
    await page.getByText("Running", { exact: true }).first().waitFor();
    await picture(page, "aws-running");
    held.resolve();
    await page.getByText("Completed", { exact: true }).first().waitFor();
    await page.getByText(/^42 rows = /).waitFor();
    expect(await countsOn(page)).toMatchObject({ Created: 38, Duplicates: 2, Rejected: 2, Total: ROWS + 2 });
    await page.getByText(/^Completed 4$/).waitFor();
    expect(sentTo(aws.url).filter((request) => request.endsWith("/live"))).toEqual([]);
    expect(await seriousFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("leads to the execution and its Map Run in the AWS console", async () => {
    await page.getByRole("tab", { name: "State machine and events" }).click();
    const [run] = await aws.cloud.deps.runs.list({ tenantId: TENANT, limit: 1 });
    const arn = `arn:aws:states:us-east-1:123456789012:execution:millrace-production-lead-import:${run?.runId}`;
    for (const name of ["Execution in the AWS console", "Map Run in the AWS console"]) {
      const link = page.getByRole("link", { name });
      expect(await link.getAttribute("href")).toBe(
        `https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${arn}`,
      );
      expect(await link.getAttribute("rel")).toMatch(/noopener/);
    }
    await heading(page, /^Events/).waitFor();
    await picture(page, "aws-flow");
    expect(complaints).toEqual([]);
  });

  it("shows and downloads rejected rows, and finds leads", async () => {
    await page.getByRole("tab", { name: /^Rejected rows/ }).click();
    const file = await downloadBy(page, page.getByRole("button", { name: "Download the rejected rows" }));
    expect(file.name).toBe("feria-rejected.csv");
    expect(file.text).toContain("nobody either");
    await page.getByRole("link", { name: "Leads" }).click();
    await page.getByText("correo1.example").first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("downloads from the bucket what is too long for an answer of the API", async () => {
    const long = Array.from({ length: 100 }, (_, row) => `,,,,${row} ${"x".repeat(30_000)}`);
    await page.getByRole("link", { name: "Drop a file" }).first().click();
    await dropFile(page, {
      name: "long.csv",
      content: [LEAD_HEADER, "Ana,ana@example.com", ...long, ""].join("\n"),
    });
    await heading(page, "What would happen").waitFor();
    await startFile(page);
    await page.getByText("Completed", { exact: true }).first().waitFor();
    await page.getByRole("tab", { name: /^Rejected rows/ }).click();
    requests.length = 0;
    const file = await downloadBy(page, page.getByRole("button", { name: "Download the rejected rows" }));
    expect(file.name).toBe("long-rejected.csv");
    expect(file.text).toContain("99 xxx");
    expect(sentTo(aws.bucketUrl)).toEqual([expect.stringMatching(`^GET /exports/${TENANT}/rejects-`)]);
    expect(complaints).toEqual([]);
  });

  it("refuses what is too large or no table, and says so", async () => {
    await page.getByRole("link", { name: "Drop a file" }).first().click();
    const path = join(tmpdir(), `too-large-${process.pid}.csv`);
    writeFileSync(path, "");
    truncateSync(path, TOO_MANY_BYTES);
    requests.length = 0;
    const chooser = page.waitForEvent("filechooser");
    await page.locator("button").filter({ hasText: "Choose files" }).click();
    await (await chooser).setFiles(path);
    await page.getByText(/is larger than 512 MB/).waitFor();
    rmSync(path);
    expect(requests).toEqual([]);
    await chooseFiles(page, [{ name: "offer.pdf", content: "%PDF-1.7\n%âãÏÓ\n1 0 obj\n" }]);
    await page.getByText("This file cannot be read").waitFor();
    await page.getByText(/offer\.pdf is a PDF/).waitFor();
    await picture(page, "aws-refused");
    // What a request is answered with that fails is told by the browser too.
    expect(complaints.filter((text) => !text.includes("status of 422"))).toEqual([]);
  });

  it("asked nobody else, nor could it, told nobody the key, and nobody where it was", async () => {
    const sent = "fetch('https://elsewhere.example/').then(() => 'sent', () => 'refused')";
    expect(await page.evaluate(sent)).toBe("refused");
    const [site, bucket] = [aws.url, aws.bucketUrl].map((url) => new URL(url).host);
    const ofBrowser = aws.internet.seen.filter(({ headers }) => /Mozilla/.test(headers["user-agent"] ?? ""));
    expect(new Set(ofBrowser.map(({ host }) => host))).toEqual(new Set([site, bucket]));
    for (const { host, url, headers } of ofBrowser) {
      expect(decodeURIComponent(url)).not.toContain(key);
      expect(headers.referer).toBeUndefined();
      expect(headers.cookie).toBeUndefined();
      if (host === bucket) expect(JSON.stringify(headers)).not.toContain(key);
    }
  });
});
