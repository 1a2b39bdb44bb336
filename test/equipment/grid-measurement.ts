import type { Page } from "playwright-core";
import * as z from "zod";
import { heading } from "./console-page.ts";
import type { LargeRun } from "./large-run.ts";

/** ms, all of them. */
const Measured = z.object({
  /** When the run's link was followed, and when the first frame with the grid was done: since the page was loaded. */
  clicked: z.number(),
  painted: z.number(),
  /** Of what kept the page from answering for more than 50 ms, since the grid was painted. */
  tasks: z.array(z.number()),
});

export interface GridFigures {
  /** From the click on the run to its grid. */
  paintedMs: number;
  /** While batches were recorded; 0 where none took more than 50 ms. */
  longestTaskMs: number;
}

/** Batches that end while the page is looked at. */
const PER_SECOND = 100;
const SECONDS = 5;

/** The grid's cells are all that the console draws by `drawImage`. */
const MEASURING = `
  globalThis.measured = { clicked: 0, painted: 0, tasks: [] };
  addEventListener("click", () => { measured.clicked = performance.now(); }, { capture: true });
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  let isDrawn = false;
  CanvasRenderingContext2D.prototype.drawImage = function (...given) {
    if (!isDrawn) {
      isDrawn = true;
      requestAnimationFrame(() => setTimeout(() => { measured.painted = performance.now(); }));
    }
    return draw.apply(this, given);
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (measured.painted > 0 && startTime > measured.painted) measured.tasks.push(duration);
    }
  }).observe({ type: "longtask" });
`;

/** To be called before the page is loaded. */
export async function prepareMeasuring(page: Page): Promise<void> {
  await page.addInitScript(MEASURING);
}

/** Opens a large run from the list of runs, and looks at its grid while batches end. */
export async function measureGrid({ page, run }: { page: Page; run: LargeRun }): Promise<GridFigures> {
  // What the page of a run needs is loaded with the first click, as it is for everybody.
  await page.getByRole("link", { name: run.sourceFile }).click();
  await heading(page, run.sourceFile).waitFor();
  await page.waitForFunction("measured.painted > 0");
  await run.record({ count: PER_SECOND * SECONDS, perSecond: PER_SECOND });
  const { clicked, painted, tasks } = Measured.parse(await page.evaluate("measured"));
  return { paintedMs: painted - clicked, longestTaskMs: Math.max(0, ...tasks) };
}
