import { afterAll, beforeAll, expect, it } from "vitest";
import { picture, seriousFaults } from "../equipment/browser.ts";
import { openConsole } from "../equipment/console-page.ts";
import { describeConsole } from "../equipment/console-suite.ts";
import { measureGrid, prepareMeasuring, type Took } from "../equipment/grid-measurement.ts";
import { type LargeRun, largeRun } from "../equipment/large-run.ts";

const BATCHES = 10_000;
const DONE_BEFORE = 6_000;

describeConsole({ name: "a run of 10,000 batches in the console" }, (suite) => {
  let run: LargeRun;
  beforeAll(async () => {
    run = await largeRun({ data: suite.app.data, batches: BATCHES });
    await run.record({ count: DONE_BEFORE });
  });
  afterAll(() => run?.close());

  it("is drawn as a grid that follows the batches as they end, and each can be opened", async () => {
    const { page, complaints } = await openConsole({ ...suite, path: "/runs", init: prepareMeasuring });
    const { painted, longestTask } = await measureGrid({ browser: suite.browser, page, run });
    const ms = ({ wallMs, cpuMs }: Took) => `${wallMs.toFixed(0)} ms (${cpuMs.toFixed(0)} ms of processor)`;
    console.log(
      `a grid of ${BATCHES} batches is there after ${ms(painted)}; the longest task while 100 batches a second end: ${ms(longestTask)}`,
    );
    const { completed, failed, open } = run.counts();
    const legend = page.getByRole("listitem");
    const number = (count: number) => count.toLocaleString("en");
    await legend.filter({ hasText: `Completed ${number(completed)}` }).waitFor();
    await legend.filter({ hasText: `Failed ${number(failed)}` }).waitFor();
    await legend.filter({ hasText: number(open) }).waitFor();
    await picture(page, "run-10000");
    expect(await seriousFaults(page)).toEqual([]);

    const grid = page.getByRole("application", { name: "Grid of 10,000 batches" });
    await grid.focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText("Batch 2 of 10,000: Completed").first().waitFor();
    await page.keyboard.press("End");
    await page.getByText("Batch 10,000 of 10,000: Not begun or under way").first().waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Nothing is recorded of it yet").waitFor();
    expect(complaints).toEqual([]);
  });
});
