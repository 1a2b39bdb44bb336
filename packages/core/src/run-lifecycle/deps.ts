import type { Clock } from "../clock/index.ts";
import type { Log } from "../log/index.ts";
import type { ObjectStore } from "../object/index.ts";
import type { RunStore } from "../run/index.ts";

/** What deciding on whole runs needs, of whichever flow. */
export interface RunDeps {
  objects: ObjectStore;
  runs: RunStore;
  clock: Clock;
  log: Log;
}
