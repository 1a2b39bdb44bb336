import type { EventListener } from "@millrace/asl";
import type { Clock } from "@millrace/core/clock";
import type { Log } from "@millrace/core/log";
import { type ObjectStore, readLines } from "@millrace/core/object";
import { say } from "@millrace/core/sentence";
import type { HistoryStore } from "../store/execution-history.ts";
import type { ExecutionId } from "../store/executions.ts";
import { type FollowedExecution, followExecution } from "./execution-record.ts";

/** How old what another process reads may be. An import has thousands of events a second, and is not to wait for them. */
const FLUSH_MS = 500;

/** Keeps the histories of the executions that a process runs. */
export interface Recorder {
  /**
   * A listener for an execution that starts now. Of one that was started before, what is recorded stays: its events go on from
   * there, and its states are counted anew.
   */
  follow(execution: ExecutionId): EventListener;
  /** Writes what is not written yet. */
  flush(): void;
}

/**
 * Records what the engine tells of executions, in few transactions: when one starts, when it ends, and every 500 ms in between.
 * A history is there to be looked at: where it cannot be written the execution goes on, and the log says so.
 *
 * @param input.objects - where the items of Maps are counted
 * @param input.signal - ends the recording: what comes later is not recorded
 */
export function recorder(input: {
  history: HistoryStore;
  objects: ObjectStore;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
}): Recorder {
  const { history, objects, clock, log, signal } = input;
  const changed = new Set<FollowedExecution>();
  let waiting = false;

  function flush(): void {
    const entries = [...changed].flatMap(({ execution, record, events }) => {
      const known = record();
      return known === null ? [] : [{ execution, record: known, events }];
    });
    if (entries.length === 0) return;
    try {
      history.write(entries);
    } catch (error) {
      log.warn(say("log.history"), { errorName: error instanceof Error ? error.name : "" });
      return;
    }
    for (const { events } of changed) events.length = 0;
    changed.clear();
  }

  function change(followed: FollowedExecution): void {
    if (signal.aborted) return;
    changed.add(followed);
    if (waiting) return;
    waiting = true;
    clock.sleep(FLUSH_MS, signal).then(
      () => {
        waiting = false;
        flush();
      },
      () => {},
    );
  }

  async function countItems(key: string): Promise<number> {
    let count = 0;
    for await (const _ of readLines({ objects, key })) count++;
    return count;
  }

  return {
    flush,
    follow(execution) {
      const followed = followExecution({
        execution,
        begun: history.begun(execution),
        countItems,
        onCounted: () => change(followed),
      });
      return (event) => {
        if (signal.aborted) return;
        followed.add(event);
        change(followed);
        // So that an execution is there as soon as it is started, and whoever sees that it has ended sees how.
        if (event.type.startsWith("Execution") && event.execution.mapRunArn === undefined) flush();
      };
    },
  };
}
