import type { ExecutionEvent, Json } from "@millrace/asl";
import {
  type ExecutionStatus,
  type FlowEvent,
  isPersonal,
  type MapRunProgress,
  shownPayload,
  stateCounter,
} from "@millrace/core/flow";
import * as z from "zod";
import type { Begun, HistoryRecord } from "../store/execution-history.ts";
import type { ExecutionId } from "../store/executions.ts";

const ENDINGS: Partial<Record<ExecutionEvent["type"], Exclude<ExecutionStatus, "RUNNING">>> = {
  ExecutionSucceeded: "SUCCEEDED",
  ExecutionFailed: "FAILED",
  ExecutionTimedOut: "TIMED_OUT",
  ExecutionAborted: "ABORTED",
};

/** What the states of our flows that go over the lines of an object are given. */
const MapInput = z.object({ manifest: z.string() });

/** The newest Map Run of an execution; `total` is null until its items are counted. */
type MapRun = Omit<MapRunProgress, "total" | "pending" | "consoleUrl"> & {
  arn: string | undefined;
  total: number | null;
};

/** An execution that is followed event by event. */
export interface FollowedExecution {
  execution: ExecutionId;
  /** Takes an event of the execution, or of a child of its Map. */
  add(event: ExecutionEvent): void;
  /** Null before the first event. */
  record(): HistoryRecord | null;
  /** Those added that the caller has not taken out. */
  events: FlowEvent[];
}

/**
 * Follows an execution from its start: its own events one by one, those of its Map's children as counts.
 *
 * @param input.begun - of an execution that was started before: its events go on from there, its states are counted anew
 * @param input.countItems - counts the lines of an object
 * @param input.onCounted - called when the items of a Map are counted
 */
export function followExecution(input: {
  execution: ExecutionId;
  begun: Begun | null;
  countItems: (key: string) => Promise<number>;
  onCounted: () => void;
}): FollowedExecution {
  const { execution, begun, countItems, onCounted } = input;
  const states = stateCounter();
  const follow = states.follow();
  const children = new Map<string, ReturnType<typeof states.follow>>();
  const shows = !isPersonal(execution.flow);
  const events: FlowEvent[] = [];
  let known: Omit<HistoryRecord, "states" | "mapRun"> | null = null;
  let mapRun: MapRun | null = null;
  let items: number | null = null;

  const shown = (value: Json | undefined) =>
    value === undefined || !shows ? undefined : shownPayload(JSON.stringify(value));

  async function count(manifest: string): Promise<void> {
    // A list that cannot be read fails the Map itself, which says so.
    items = await countItems(manifest).catch(() => null);
    if (mapRun !== null) mapRun.total = items;
    onCounted();
  }

  function addOwn({ id, previousEventId, timestamp: at, type, details }: ExecutionEvent): void {
    const state = follow({ id, previousEventId, type, name: details.name });
    const given = shown(details.input ?? details.parameters);
    const output = shown(details.output);
    const error = details.error || null;
    const cause = (shows && details.cause) || null;
    events.push({
      ...{ id: id + (begun?.lastEventId ?? 0), at, type, state },
      ...(given === undefined ? {} : { input: given }),
      ...(output === undefined ? {} : { output }),
      ...{ error, cause },
    });
    const status = ENDINGS[type];
    if (type === "ExecutionStarted") {
      known = {
        ...{ status: "RUNNING", startedAt: begun?.startedAt ?? at, stoppedAt: null },
        ...{ input: given ?? null, output: null, error: null, cause: null },
      };
    } else if (status !== undefined && known !== null) {
      known = { ...known, status, stoppedAt: at, output: output ?? null, error, cause };
    } else if (type === "MapStateEntered") {
      items = null;
      const { data } = MapInput.safeParse(details.input);
      if (data !== undefined) void count(data.manifest);
    } else if (type === "MapRunStarted" && state !== null) {
      mapRun = { arn: details.mapRunArn, state, total: items, running: 0, succeeded: 0, failed: 0 };
    }
  }

  function addOfChild({ execution: child, id, previousEventId, type, details }: ExecutionEvent): void {
    const followed = children.get(child.executionArn) ?? states.follow();
    followed({ id, previousEventId, type, name: details.name });
    if (type === "ExecutionStarted") children.set(child.executionArn, followed);
    const status = ENDINGS[type];
    if (status !== undefined) children.delete(child.executionArn);
    if (mapRun === null || child.mapRunArn !== mapRun.arn) return;
    if (type === "ExecutionStarted") mapRun.running++;
    if (status === undefined) return;
    mapRun.running--;
    mapRun[status === "SUCCEEDED" ? "succeeded" : "failed"]++;
  }

  return {
    execution,
    events,
    add(event) {
      if (event.execution.mapRunArn === undefined) addOwn(event);
      else addOfChild(event);
    },
    record: () =>
      known === null
        ? null
        : { ...known, states: states.states(), mapRun: mapRun === null ? null : progressOf(mapRun) },
  };
}

function progressOf({ state, total, running, succeeded, failed }: MapRun): MapRunProgress {
  const begun = running + succeeded + failed;
  const all = Math.max(total ?? 0, begun);
  return { state, total: all, pending: all - begun, running, succeeded, failed, consoleUrl: null };
}
