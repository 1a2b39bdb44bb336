import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { browserIsMissing, picture, startBrowser } from "./browser.ts";
import { type ConsoleApp, startConsoleApp } from "./console-app.ts";
import { sharedConsole } from "./shared-servers.ts";

/** What the tests of one file share: they are about different files, and take each other's as they are. */
export interface ConsoleSuite {
  browser: Browser;
  app: ConsoleApp;
}

/**
 * A suite that needs the console in a browser. Where there is no browser it is skipped, which its name says, and fails with CI=true.
 *
 * Windows that a test opens are closed after it; a picture is kept of what a test saw that failed.
 *
 * @param input.name - of the suite
 * @param input.env - gives the environment of `millrace start`; may start servers
 * @param tests - its tests; `suite` has its members once they run
 */
export function describeConsole(
  input: { name: string; env?: () => Promise<Record<string, string>> | Record<string, string> },
  tests: (suite: ConsoleSuite) => void,
): void {
  const missing = browserIsMissing();
  it.skipIf(missing === null || process.env.CI !== "true")("a browser is here", () => {
    throw new Error(missing ?? "");
  });
  describe.skipIf(missing !== null)(`${input.name}${missing === null ? "" : ` (${missing})`}`, () => {
    const started: Partial<ConsoleSuite> = {};
    const given = <Name extends keyof ConsoleSuite>(name: Name): ConsoleSuite[Name] => {
      const member = started[name];
      if (member === undefined) throw new Error(`there is no ${name} before the tests begin`);
      return member;
    };
    beforeAll(async () => {
      await sharedConsole();
      const env = (await input.env?.()) ?? {};
      [started.app, started.browser] = await Promise.all([startConsoleApp({ env }), startBrowser()]);
    });
    afterEach(async ({ task }) => {
      for (const context of started.browser?.contexts() ?? []) {
        const [page] = context.pages();
        const hasFailed = task.result?.state === "fail";
        if (hasFailed && page !== undefined) await picture(page, `failed ${task.name.replace(/\W+/g, " ")}`);
        await context.close();
      }
    });
    afterAll(async () => {
      await started.browser?.close();
      await started.app?.close();
    });
    tests({
      get app() {
        return given("app");
      },
      get browser() {
        return given("browser");
      },
    });
  });
}
