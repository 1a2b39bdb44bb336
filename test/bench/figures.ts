import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";

/** What one measurement gives, all of it measured by itself in a process of its own. */
export const Figures = z.object({
  /** Rows, leads or batches: what was counted. */
  count: z.number(),
  seconds: z.number(),
  /** Time on a processor, of all its threads, starting included: steadier than seconds where others use the machine too. */
  cpuSeconds: z.number(),
  /** Largest resident set of the process, in MB of 10^6 bytes. */
  peakMb: z.number(),
  /** What else there is to say. */
  note: z.string(),
});
export type Figures = z.infer<typeof Figures>;

/** What a measurement hands back. */
export type Measured = Omit<Figures, "cpuSeconds" | "peakMb" | "note"> & { note?: string };

/** Seconds since `start`, a `performance.now()`. */
export function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}

/** Prints what this process has measured, for {@link measure}. */
export function report({ note = "", ...measured }: Measured): void {
  // Linux counts what the parent held when this process was made: the parent must stay small.
  const peakMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1e6;
  console.log(JSON.stringify({ ...measured, note, cpuSeconds, peakMb } satisfies Figures));
}

/** As in the first line of the `millrace` command. */
export const NODE_OPTIONS = ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=16"];

/**
 * Runs one measurement as a process of its own, so that its memory is.
 *
 * @param words - its name and arguments, as `measurement.ts` takes them
 */
export async function measure(words: readonly string[]): Promise<Figures> {
  const script = join(import.meta.dirname, "measurement.ts");
  const args = [...NODE_OPTIONS, script, ...words];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 24 });
  return Figures.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
}

/** The run in the middle by time, of several. */
export function medianOf(all: readonly Figures[]): Figures {
  const sorted = all.toSorted((left, right) => left.seconds - right.seconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("a median needs a run");
  return middle;
}
