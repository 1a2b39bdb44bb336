import { appendFileSync, existsSync, renameSync, statSync } from "node:fs";
import type { Clock } from "@millrace/core/clock";
import type { Log, LogFields } from "@millrace/core/log";

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
