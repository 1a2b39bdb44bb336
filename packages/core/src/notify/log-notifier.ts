import type { Log } from "../log/index.ts";
import type { Notifier } from "./notifier.ts";

/** Tells the log, where there is nobody else to tell: on one machine, and where no webhook is set. */
export function logNotifier({ log }: { log: Log }): Notifier {
  return {
    async notify({ text }) {
      log.warn(text, {});
      return "sent";
    },
  };
}
