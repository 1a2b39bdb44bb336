import { CONSOLE_DIST, consolePage } from "@millrace/local/server/console";
import { type Server, startServer } from "@millrace/local/server/index";
import { systemClock, uuid } from "@millrace/local/system";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addKey, type SeededApi, seededApi } from "../equipment/api.ts";
import { browserIsMissing, openPage, picture, seriousFaults, startBrowser } from "../equipment/browser.ts";
import { sharedConsole } from "../equipment/shared-servers.ts";

const missing = browserIsMissing();
const PHONE = { width: 390, height: 844 };

it.skipIf(missing === null || process.env.CI !== "true")("a browser is here", () => {
  throw new Error(missing ?? "");
});

describe.skipIf(missing !== null)(
  `the console's key and shell${missing === null ? "" : ` (${missing})`}`,
  () => {
    let browser: Browser;
    let seeded: SeededApi;
    let server: Server;
    const asked: { path: string; headers: Record<string, string> }[] = [];

    beforeAll(async () => {
      await sharedConsole();
      seeded = await seededApi();
      const page = consolePage({ folder: CONSOLE_DIST });
      const ready = { api: seeded.app.api, page, clock: systemClock, uuid, onClose: seeded.app.endStreams };
      server = await startServer({ ...ready, port: 0, orAnother: false });
      browser = await startBrowser();
    });
    afterAll(async () => {
      await browser.close();
      await server.close();
      await seeded.close();
    });

    async function open(path: string, options: Parameters<typeof openPage>[0]["options"] = {}) {
      const { page, complaints } = await openPage({ browser, options });
      page.on("request", (request) => asked.push({ path: request.url(), headers: request.headers() }));
      await page.goto(`${server.url}${path}`);
      return { page, complaints };
    }

    const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
    const withKey = (path: string) => `${path}#key=${seeded.first.key}`;

    it("takes the key from a link: out of the address and its history at once, in no request but as a header", async () => {
      asked.length = 0;
      const { page, complaints } = await open(withKey("/health"));
      await heading(page, "Health").waitFor();
      expect(page.url()).toBe(`${server.url}/health`);
      expect(await page.evaluate("history.length")).toBe(2);
      expect(asked.filter(({ path }) => path.includes(seeded.first.key))).toEqual([]);
      const toApi = asked.filter(({ path }) => path.includes("/api/"));
      expect(new Set(toApi.map(({ headers }) => headers.authorization))).toEqual(
        new Set([`Bearer ${seeded.first.key}`]),
      );
      expect(await page.evaluate("[localStorage.length, document.cookie]")).toEqual([0, ""]);
      expect(complaints).toEqual([]);
      await page.reload();
      await heading(page, "Health").waitFor();
      await page.context().close();
    });

    it("asks for a key where there is none, again where it is refused, and keeps to the page that was asked for", async () => {
      const { page } = await open("/health");
      await heading(page, "Enter your API key").waitFor();
      await picture(page, "key");
      expect(await seriousFaults(page)).toEqual([]);
      const field = page.getByLabel("API key", { exact: true });
      await field.fill("mr_000000000000_wrong");
      await field.press("Enter");
      await page.getByText("The API does not know the key").waitFor();
      await field.fill(` ${seeded.first.key} `);
      await page.getByRole("button", { name: "Continue" }).click();
      await heading(page, "Health").waitFor();
      await page.context().close();
    });

    it("another tab asks for the key; one that was revoked is asked for again", async () => {
      const key = await addKey({ app: seeded.app, tenantId: seeded.first.tenantId });
      const { page } = await open(`/health#key=${key}`);
      await heading(page, "Health").waitFor();
      const other = await page.context().newPage();
      await other.goto(`${server.url}/health`);
      await heading(other, "Enter your API key").waitFor();
      const { id } = await seeded.app.apiKeys
        .list({ tenantId: seeded.first.tenantId })
        .then((keys) => keys.find((each) => key.includes(each.id)) ?? { id: "" });
      await seeded.app.apiKeys.revoke({ tenantId: seeded.first.tenantId, id, at: 1 });
      await page.getByRole("link", { name: "Leads" }).click();
      await heading(page, "Enter your API key").waitFor();
      await page.getByText("The API does not know the key").waitFor();
      expect(await page.evaluate("sessionStorage.length")).toBe(0);
      await page.context().close();
    });

    it("forgets the key when asked to, and all that it had been told by it", async () => {
      const { page } = await open(withKey("/health"));
      await heading(page, "Health").waitFor();
      await page.getByRole("button", { name: /^Tenant/ }).click();
      await page.getByRole("menuitem", { name: "Forget the key" }).click();
      await heading(page, "Enter your API key").waitFor();
      expect(await page.evaluate("sessionStorage.length")).toBe(0);
      expect(await page.getByRole("navigation").count()).toBe(0);
      await page.context().close();
    });

    it("says which scope a key lacks", async () => {
      const key = await addKey({ app: seeded.app, tenantId: seeded.first.tenantId, scopes: ["leads:read"] });
      const { page } = await open(`/health#key=${key}`);
      await page.getByText("Your key may not see this page").waitFor();
      await page.getByText("operations:read").waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await page.context().close();
    });

    it("speaks the browser's language, or the one that was chosen, and looks as chosen, the next time too", async () => {
      const { page, complaints } = await open(withKey("/health"), { locale: "es-CO" });
      await heading(page, "Estado").waitFor();
      expect(await page.evaluate("document.documentElement.lang")).toBe("es");
      await page.getByRole("button", { name: "Ajustes" }).click();
      await page.getByRole("menuitemcheckbox", { name: "English" }).click();
      await heading(page, "Health").waitFor();
      await page.getByRole("button", { name: "Settings" }).click();
      await page.getByRole("menuitemcheckbox", { name: "Dark" }).click();
      await page.reload();
      await heading(page, "Health").waitFor();
      expect(await page.locator("body").getAttribute("class")).toContain("awsui-dark-mode");
      expect(await seriousFaults(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it("shows the list of pages on a phone when asked to, and closes it with the choice", async () => {
      const { page } = await open(withKey("/health"), { viewport: PHONE });
      await heading(page, "Health").waitFor();
      await picture(page, "health-phone");
      expect(await seriousFaults(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      await page.getByRole("button", { name: "Open the list of pages" }).click();
      await page.getByRole("link", { name: "Customers" }).click();
      await heading(page, "Customers").waitFor();
      await page.getByRole("link", { name: "Runs" }).waitFor({ state: "hidden" });
      await page.context().close();
    });

    it("says that Millrace does not answer, and goes on when it does", async () => {
      const { page } = await open(withKey("/customers"));
      await heading(page, "Customers").waitFor();
      await page.context().setOffline(true);
      await page.getByRole("searchbox").fill(seeded.phone);
      await page.getByRole("button", { name: "Look up" }).click();
      await page.getByText("Millrace does not answer").waitFor();
      await page.context().setOffline(false);
      await page.getByRole("button", { name: "Try again" }).click();
      await heading(page, "Customers").waitFor();
      await page.getByRole("heading", { name: /^Orders of/ }).waitFor();
      await page.context().close();
    });

    it("customers: what is known of a phone, from the database and then from the cache, computed anew; and one that nobody knows", async () => {
      const { page, complaints } = await open(withKey("/customers"));
      const lookUp = async (phone: string) => {
        await page.getByRole("searchbox").fill(phone);
        await page.getByRole("searchbox").press("Enter");
      };
      await page.getByText("Look up a phone").waitFor();
      await page.getByRole("button", { name: "Look up" }).click();
      await page.getByText("Enter a phone.").waitFor();
      await lookUp(seeded.phone);
      await page.getByText("From the cache", { exact: true }).first().waitFor();
      await page.getByRole("button", { name: "Compute anew" }).click();
      await page.getByText("From the database", { exact: true }).first().waitFor();
      await page.getByText("Fresh", { exact: true }).waitFor();
      await picture(page, "customers");
      expect(await seriousFaults(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await lookUp("+57 300 765 4321");
      await page.getByText("Nobody knows this phone", { exact: true }).waitFor();
      await page.getByText("That nobody knows this phone", { exact: true }).waitFor();
      await lookUp("12");
      await page.getByText("This is no phone number").waitFor();
      expect(page.url()).toBe(`${server.url}/customers`);
      await page.context().close();
    });

    it("there is a way on from an address that leads nowhere", async () => {
      const { page } = await open(withKey("/nowhere"));
      await page.getByText("There is no such page").waitFor();
      await page.getByRole("link", { name: "Health" }).click();
      await heading(page, "Health").waitFor();
      await picture(page, "health");
      await page.goBack();
      await page.getByText("There is no such page").waitFor();
      await page.context().close();
    });
  },
);
