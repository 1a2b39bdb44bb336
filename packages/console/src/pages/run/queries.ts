import type {
  getGrid,
  getRun,
  listBatches,
  listEvents,
  listExecutions,
  listRejects,
  previewUndo,
  summarizeRejects,
} from "@millrace/api/contract";
import { ask } from "../../api/ask.ts";
import type { AnswerOf } from "../../api/route-types.ts";
import type { BatchView } from "../../api/views.ts";
import { type Grid, NO_GRID, withPiece } from "./batch-grid/grid.ts";

export type Execution = AnswerOf<typeof listExecutions>["items"][number];
export type FlowEvent = AnswerOf<typeof listEvents>["items"][number];
export type RejectSummary = AnswerOf<typeof summarizeRejects>;
export type RejectedRow = AnswerOf<typeof listRejects>["items"][number];

/** Where react-query keeps what belongs to a run. */
export const runKeys = {
  all: (runId: string) => ["run", runId],
  view: (runId: string) => ["run", runId, "view"],
  grid: (runId: string) => ["run", runId, "grid"],
  executions: (runId: string) => ["run", runId, "executions"],
  events: (runId: string, name: string) => ["run", runId, "events", name],
  batches: (runId: string, status: string) => ["run", runId, "batches", status],
  batch: (runId: string, index: number, letter: string) => ["run", runId, "batch", index, letter],
  rejectSummary: (runId: string) => ["run", runId, "rejects", "summary"],
  rejects: (runId: string, reason: string) => ["run", runId, "rejects", "rows", reason],
  // Not below the others: it is asked for before an undo, and after it there is no answer.
  undo: (runId: string) => ["undo", runId],
};

interface OfRun {
  runId: string;
  signal: AbortSignal;
}

export function readRun({ runId, signal }: OfRun) {
  return ask<typeof getRun>({ method: "get", path: "/api/runs/{runId}", params: { runId }, signal });
}

/** Every batch, a letter each. */
export async function readGrid({ runId, signal }: OfRun): Promise<Grid> {
  let grid = NO_GRID;
  for (let from = 0; ; ) {
    const piece = await ask<typeof getGrid>({
      ...{ method: "get", path: "/api/runs/{runId}/grid", params: { runId }, signal },
      query: { from },
    });
    grid = withPiece(grid, piece);
    from += piece.text.length;
    if (from >= piece.all || piece.text === "") return grid;
  }
}

/** The batch at a place of the grid; null where it has no record yet. */
export async function readBatch(input: OfRun & { index: number }): Promise<BatchView | null> {
  const { runId, signal, index } = input;
  const { items } = await ask<typeof listBatches>({
    ...{ method: "get", path: "/api/runs/{runId}/batches", params: { runId }, signal },
    query: { from: index, limit: 1 },
  });
  return items.find((batch) => batch.index === index) ?? null;
}

const BATCH_PAGE = 10;

export function readBatches(
  input: OfRun & { status: BatchView["status"]; cursor: string | undefined },
): Promise<AnswerOf<typeof listBatches>> {
  const { runId, signal, status, cursor } = input;
  return ask<typeof listBatches>({
    ...{ method: "get", path: "/api/runs/{runId}/batches", params: { runId }, signal },
    query: { status, cursor, limit: BATCH_PAGE },
  });
}

/** Newest first. */
export async function readExecutions({ runId, signal }: OfRun): Promise<Execution[]> {
  const { items } = await ask<typeof listExecutions>({
    ...{ method: "get", path: "/api/runs/{runId}/executions", params: { runId }, signal },
  });
  return items;
}

/** Events of an execution, oldest first: those that are known, and those that came since. */
export async function readEvents(
  input: OfRun & { name: string; known: readonly FlowEvent[] },
): Promise<FlowEvent[]> {
  const { runId, signal, name } = input;
  const events = [...input.known];
  for (let after = events.at(-1)?.id ?? 0; ; ) {
    const page = await ask<typeof listEvents>({
      ...{ method: "get", path: "/api/runs/{runId}/executions/{name}/events", signal },
      ...{ params: { runId, name }, query: { after, limit: 1_000 } },
    });
    events.push(...page.items);
    if (page.nextAfter === null) return events;
    after = page.nextAfter;
  }
}

export function readRejectSummary({ runId, signal }: OfRun): Promise<RejectSummary> {
  return ask<typeof summarizeRejects>({
    ...{ method: "get", path: "/api/runs/{runId}/rejects/summary", params: { runId }, signal },
  });
}

const REJECT_PAGE = 50;

export function readRejects(
  input: OfRun & { cursor: string | undefined; code: string | undefined; field: string | undefined },
): Promise<AnswerOf<typeof listRejects>> {
  const { runId, signal, cursor, code, field } = input;
  return ask<typeof listRejects>({
    ...{ method: "get", path: "/api/runs/{runId}/rejects", params: { runId }, signal },
    query: { cursor, code, field, limit: REJECT_PAGE },
  });
}

export function readUndo({ runId, signal }: OfRun) {
  return ask<typeof previewUndo>({
    ...{ method: "get", path: "/api/runs/{runId}/undo", params: { runId }, signal },
  });
}
