import { appendFileSync, existsSync, renameSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import type { Clock } from "@millrace/core/clock";
import type { Log, LogFields } from "@millrace/core/log";
import * as z from "zod";
import { isMissing } from "./store/file-error.ts";

/** A log of this size is put aside when the program starts; the one put aside before is dropped. */
const MAX_LOG_BYTES = 20 * 1024 * 1024;

/** A log of JSON lines in a file, readable by its owner only. */
export function fileLog(input: { path: string; clock: Clock }): Log {
  const { path, clock } = input;
  if (existsSync(path) && statSync(path).size > MAX_LOG_BYTES) renameSync(path, `${path}.1`);
  const write = (level: string, message: string, fields: LogFields) => {
    const time = new Date(clock.now()).toISOString();
    appendFileSync(path, `${JSON.stringify({ time, level, message, ...fields })}\n`, { mode: 0o600 });
  };
  return {
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
  };
}

/** What is read of a log that may have grown to 20 MB: more than a thousand lines. */
const TAIL_BYTES = 256 * 1024;

/** A line of the log that tells of an error. */
const ErrorLine = z.object({
  time: z.iso.datetime(),
  level: z.literal("warn"),
  message: z.string(),
  errorName: z.string(),
  /** What the error says, where the message says only what failed by it. */
  reason: z.string().optional(),
  tenantId: z.string().optional(),
  runId: z.string().optional(),
  requestId: z.string().optional(),
});
export type ErrorLine = z.infer<typeof ErrorLine>;

/** The errors that the end of a log tells of, newest last. Lines of anything else are passed over; a log that is not there has none. */
export async function newestErrors({ path }: { path: string }): Promise<ErrorLine[]> {
  const lines = (await endOf(path)).split("\n");
  return lines.flatMap((line) => {
    const { data } = ErrorLine.safeParse(parsed(line));
    return data === undefined ? [] : [data];
  });
}

/** Its last lines. The first of them may be cut, and is then no JSON. */
async function endOf(path: string): Promise<string> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString("utf8", 0, bytesRead);
  } catch (error) {
    if (!isMissing(error)) throw error;
    return "";
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
