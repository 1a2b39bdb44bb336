import type { Clock } from "@millrace/core/clock";
import type { Log } from "@millrace/core/log";
import type { ObjectStore } from "@millrace/core/object";
import { withoutData } from "@millrace/core/step";

/** A file that somebody only looked at is gone an hour after its day, at the latest. */
const EVERY_MS = 60 * 60 * 1000;

/** Removes the previews that are over, now and every hour, until the signal aborts. One that cannot be removed is tried again. */
export async function removingOldPreviews(
  { signal }: { signal: AbortSignal },
  deps: { objects: ObjectStore; clock: Clock; log: Log },
): Promise<void> {
  // Loaded by the one command that needs it.
  const { removeOldPreviews } = await import("@millrace/core/preview");
  while (!signal.aborted) {
    try {
      await removeOldPreviews(deps);
    } catch (error) {
      const { name, message } = withoutData(error);
      deps.log.warn(`old previews were not removed: ${message}`, { errorName: name });
    }
    await deps.clock.sleep(EVERY_MS, signal).catch(() => {});
  }
}
