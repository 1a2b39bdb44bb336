import type { EventDetails, ExecutionEvent, Json } from "@millrace/asl";

/** The ARN of a Map Run as Step Functions gives it, of the engine's: the machine's, with the Map's label and the run's id. */
function mapRunArnOf(machineArn: string, engineArn: string | undefined): string {
  return `${machineArn.replace(":stateMachine:", ":mapRun:")}/${engineArn?.split("/").at(-1)}`;
}

/**
 * An event of the engine as GetExecutionHistory answers it: times in seconds, inputs and outputs as JSON text, and the details under
 * a name that depends on the type.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export function historyEvent(
  event: ExecutionEvent,
  { machineArn, includeExecutionData }: { machineArn: string; includeExecutionData: boolean },
): object {
  const { id, previousEventId, timestamp, type, details } = event;
  const field = detailsField(type);
  return {
    ...{ id, previousEventId, timestamp: timestamp / 1000, type },
    ...(field === null ? {} : { [field]: detailsOf(details, includeExecutionData) }),
    ...(type === "MapRunStarted"
      ? { mapRunStartedEventDetails: { mapRunArn: mapRunArnOf(machineArn, details.mapRunArn) } }
      : {}),
  };
}

/** Null for the types that have no details, and for MapRunStarted, whose ARN is another here. */
function detailsField(type: ExecutionEvent["type"]): string | null {
  if (/^(Map|Parallel)State(Succeeded|Failed|Aborted)$|^ParallelStateStarted$/.test(type)) return null;
  if (/^(TaskStateAborted|WaitStateAborted|MapRun(Started|Succeeded|Aborted))$/.test(type)) return null;
  if (type.endsWith("StateEntered")) return "stateEnteredEventDetails";
  if (type.endsWith("StateExited")) return "stateExitedEventDetails";
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

function detailsOf(details: EventDetails, includeExecutionData: boolean): object {
  const { input, output, parameters, name, error, cause, resource, resourceType, index, length } = details;
  const text = (value: Json | undefined) =>
    value === undefined || !includeExecutionData ? undefined : JSON.stringify(value);
  return {
    ...{ name, error, cause, resource, resourceType, index, length },
    ...{ input: text(input), output: text(output) },
    // Not among the data that can be left out.
    ...(parameters === undefined ? {} : { parameters: JSON.stringify(parameters), region: "us-east-1" }),
  };
}

/** What became of a Map Run's items, each of which is a child execution here; null for a Map Run that is not among the events. */
export function mapRunCounts(
  events: readonly ExecutionEvent[],
  { machineArn, mapRunArn }: { machineArn: string; mapRunArn: string },
): Record<string, number> | null {
  const isIt = (engineArn: string | undefined) => mapRunArnOf(machineArn, engineArn) === mapRunArn;
  if (!events.some(({ type, details }) => type === "MapRunStarted" && isIt(details.mapRunArn))) return null;
  const ofChildren = events.filter(({ execution }) => isIt(execution.mapRunArn));
  const count = (which: ExecutionEvent["type"]) => ofChildren.filter(({ type }) => type === which).length;
  const total = count("ExecutionStarted");
  const succeeded = count("ExecutionSucceeded");
  const failed = count("ExecutionFailed");
  const timedOut = count("ExecutionTimedOut");
  const aborted = count("ExecutionAborted");
  const running = total - succeeded - failed - timedOut - aborted;
  return { pending: 0, running, succeeded, failed, timedOut, aborted, total, resultsWritten: 0 };
}
