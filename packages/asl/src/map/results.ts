import type { ResultWriter } from "../definition.ts";
import type { ExecutionResult } from "../execution.ts";
import type { ExecutionIdentity } from "../history.ts";
import type { Json } from "../json.ts";
import { MAX_PAYLOAD_BYTES, payloadBytes } from "../payload.ts";

/** One child execution that ended, or never started. */
export type ChildResult = {
  /** Its place among the Map Run's children. */
  index: number;
  identity: ExecutionIdentity;
  input: Json;
  result: ExecutionResult | { status: "PENDING" };
};

/** Where the results of a Map Run go. */
export type ResultSink = {
  add: (child: ChildResult) => Promise<void>;
  /** The state's result, once all children have ended. */
  finish: () => Promise<Json>;
};

export type WriterConfig = NonNullable<ResultWriter["WriterConfig"]>;

/**
 * Keeps the outputs of the children that succeeded, in order, as the Map's result.
 *
 * Nothing is kept of a result that has become too large to be passed on: the service refuses it at the end.
 */
export function keepResults({ config }: { config: WriterConfig }): ResultSink {
  const kept: { index: number; value: Json }[] = [];
  let bytes = 0;
  return {
    add: async (child) => {
      if (child.result.status !== "SUCCEEDED" || bytes > MAX_PAYLOAD_BYTES) return;
      for (const value of transformed({ child, transformation: config.Transformation ?? "COMPACT" })) {
        bytes += payloadBytes(value) + 1;
        kept.push({ index: child.index, value });
      }
    },
    finish: async () => kept.sort((left, right) => left.index - right.index).map(({ value }) => value),
  };
}

/** What is written of a child: all that is known of it, its output alone, or the elements of its output. */
export function transformed({
  child,
  transformation,
}: {
  child: ChildResult;
  transformation: NonNullable<WriterConfig["Transformation"]>;
}): Json[] {
  const { result } = child;
  if (result.status !== "SUCCEEDED" || transformation === "NONE") return [childRecord(child)];
  return transformation === "FLATTEN" && Array.isArray(result.output) ? result.output : [result.output];
}

/** A child as the service describes it in the files of a ResultWriter. */
function childRecord({ identity, input, result }: ChildResult): { [name: string]: Json } {
  const common = {
    ExecutionArn: identity.executionArn,
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Name: identity.name,
    RedriveCount: 0,
    StateMachineArn: identity.stateMachineArn,
    Status: result.status,
  };
  if (result.status === "PENDING") return common;
  const ended = {
    ...common,
    StartDate: new Date(result.startedAt).toISOString(),
    StopDate: new Date(result.stoppedAt).toISOString(),
    RedriveStatus: result.status === "SUCCEEDED" ? "NOT_REDRIVABLE" : "REDRIVABLE",
  };
  if (result.status === "SUCCEEDED") {
    return { ...ended, Output: JSON.stringify(result.output), OutputDetails: { Included: true } };
  }
  return {
    ...ended,
    ...(result.error === undefined ? {} : { Error: result.error }),
    ...(result.cause === undefined ? {} : { Cause: result.cause }),
  };
}
