import type { EventDetails, ExecutionEvent, Json } from "@millrace/asl";

/**
 * An event of the engine as GetExecutionHistory answers it: times in seconds, inputs and outputs as JSON text, and the details under
 * a name that depends on the type.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export function historyEvent(
  event: ExecutionEvent,
  { includeExecutionData }: { includeExecutionData: boolean },
): object {
  const { id, previousEventId, timestamp, type, details } = event;
  const field = detailsField(type);
  return {
    ...{ id, previousEventId, timestamp: timestamp / 1000, type },
    ...(field === null ? {} : { [field]: detailsOf(type, details, includeExecutionData) }),
  };
}

/** Null for the types that have no details. */
function detailsField(type: ExecutionEvent["type"]): string | null {
  if (/^(Map|Parallel)State(Succeeded|Failed|Aborted)$|^ParallelStateStarted$/.test(type)) return null;
  if (/^(TaskStateAborted|WaitStateAborted|MapRunSucceeded|MapRunAborted)$/.test(type)) return null;
  if (type.endsWith("StateEntered")) return "stateEnteredEventDetails";
  if (type.endsWith("StateExited")) return "stateExitedEventDetails";
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

function detailsOf(type: string, details: EventDetails, includeExecutionData: boolean): object {
  const { input, output, parameters, name, error, cause, mapRunArn, resource, resourceType, index, length } =
    details;
  const text = (value: Json | undefined) =>
    value === undefined || !includeExecutionData ? undefined : JSON.stringify(value);
  const isMapRunStart = type === "MapRunStarted";
  return {
    ...{ name, error, cause, resource, resourceType, index, length },
    ...(isMapRunStart ? { mapRunArn } : {}),
    ...{ input: text(input), output: text(output) },
    // Not among the data that can be left out.
    ...(parameters === undefined ? {} : { parameters: JSON.stringify(parameters), region: "us-east-1" }),
  };
}

/** What became of a Map Run's items, each of which is a child execution here; null for a Map Run that is not among the events. */
export function mapRunCounts(
  events: readonly ExecutionEvent[],
  mapRunArn: string,
): Record<string, number> | null {
  if (!events.some(({ type, details }) => type === "MapRunStarted" && details.mapRunArn === mapRunArn))
    return null;
  const ofChildren = events.filter(({ execution }) => execution.mapRunArn === mapRunArn);
  const count = (which: ExecutionEvent["type"]) => ofChildren.filter(({ type }) => type === which).length;
  const total = count("ExecutionStarted");
  const succeeded = count("ExecutionSucceeded");
  const failed = count("ExecutionFailed");
  const timedOut = count("ExecutionTimedOut");
  const aborted = count("ExecutionAborted");
  const running = total - succeeded - failed - timedOut - aborted;
  return { pending: 0, running, succeeded, failed, timedOut, aborted, total, resultsWritten: 0 };
}
