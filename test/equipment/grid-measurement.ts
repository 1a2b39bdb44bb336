import type { Browser, Page } from "playwright-core";
import * as z from "zod";
import { heading } from "./console-page.ts";
import type { LargeRun } from "./large-run.ts";

/** A task of the page's main thread, or a mark that was set there, as Chromium's tracing has them; µs. */
const TraceEvent = z.looseObject({
  name: z.string(),
  cat: z.string().default(""),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().default(0),
  /** Time on a processor. */
  tdur: z.number().default(0),
});
type TraceEvent = z.infer<typeof TraceEvent>;
const Trace = z.object({ traceEvents: z.array(TraceEvent) });

/** How long something took: by the clock, and on a processor, which is the same whoever else uses the machine. */
export interface Took {
  wallMs: number;
  cpuMs: number;
}

export interface GridFigures {
  /** From the click on the run to its grid. */
  painted: Took;
  /** While batches were recorded. */
  longestTask: Took;
}

/** Batches that end while the page is looked at. */
const PER_SECOND = 100;
const SECONDS = 5;

/** The grid's cells are all that the console draws by `drawImage`. */
const MEASURING = `
  let isDrawn = false;
  addEventListener("click", () => performance.mark("clicked"), { capture: true });
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...given) {
    if (!isDrawn) {
      isDrawn = true;
      requestAnimationFrame(() => setTimeout(() => {
        performance.mark("painted");
        globalThis.isPainted = true;
      }));
    }
    return draw.apply(this, given);
  };
`;

/** To be called before the page is loaded. */
export async function prepareMeasuring(page: Page): Promise<void> {
  await page.addInitScript(MEASURING);
}

/** Opens a large run from the list of runs, and looks at its grid while batches end. */
export async function measureGrid(input: {
  browser: Browser;
  page: Page;
  run: LargeRun;
}): Promise<GridFigures> {
  const { browser, page, run } = input;
  // What the page of a run needs is loaded with the first click, as it is for everybody.
  const link = page.getByRole("link", { name: run.sourceFile });
  await link.waitFor();
  await browser.startTracing(page, {
    categories: ["blink.user_timing", "disabled-by-default-devtools.timeline"],
  });
  await link.click();
  await heading(page, run.sourceFile).waitFor();
  await page.waitForFunction("globalThis.isPainted === true");
  await run.record({ count: PER_SECOND * SECONDS, perSecond: PER_SECOND });
  const { traceEvents } = Trace.parse(JSON.parse((await browser.stopTracing()).toString()));
  return figuresOf(traceEvents);
}

function figuresOf(events: readonly TraceEvent[]): GridFigures {
  const markOf = (name: string) =>
    events.find((each) => each.name === name && each.cat.includes("user_timing"));
  const [clicked, painted] = [markOf("clicked"), markOf("painted")];
  if (clicked === undefined || painted === undefined) throw new Error("the page has set no marks");
  const tasks = events.filter(
    ({ name, pid, tid }) => name === "RunTask" && pid === painted.pid && tid === painted.tid,
  );
  const before = tasks.filter(({ ts, dur }) => ts + dur > clicked.ts && ts < painted.ts);
  const after = tasks.filter(({ ts }) => ts > painted.ts);
  return {
    painted: {
      wallMs: (painted.ts - clicked.ts) / 1_000,
      cpuMs: before.reduce((sum, { tdur }) => sum + tdur, 0) / 1_000,
    },
    longestTask: {
      wallMs: Math.max(0, ...after.map(({ dur }) => dur)) / 1_000,
      cpuMs: Math.max(0, ...after.map(({ tdur }) => tdur)) / 1_000,
    },
  };
}
