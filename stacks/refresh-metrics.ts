import { physicalName } from "./names.ts";

/**
 * What each count is read off: the machine's log says which state was entered and which task began, and no more.
 * An attempt that failed counts as well, so attempts less executions are the retries.
 */
const PATTERNS = {
  RefreshAttempts: '{ $.type = "TaskScheduled" }',
  Refreshed: '{ ($.type = "SucceedStateEntered") && ($.details.name = "Refreshed") }',
  RefreshesNotFound: '{ ($.type = "SucceedStateEntered") && ($.details.name = "NotFound") }',
};

/**
 * Metrics of the refresh, beside Step Functions' own (ExecutionsStarted, ExecutionsSucceeded, ExecutionsFailed and ExecutionTime, of which
 * the rate of success is made): how many attempts it takes, and how often nobody has the phone. No function runs for them.
 *
 * @param input.machine - whose log is read
 */
export function createRefreshMetrics({ machine }: { machine: aws.sfn.StateMachine }): void {
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    new aws.cloudwatch.LogMetricFilter(
      name,
      {
        name,
        logGroupName: `/aws/vendedlogs/states/${physicalName("customer-refresh")}`,
        pattern,
        // A filter of JSON cannot add a dimension of its own: the namespace tells the stages apart.
        metricTransformation: {
          namespace: physicalName("customer-refresh"),
          name,
          value: "1",
          unit: "Count",
        },
      },
      // It is written by name; the machine's log is made before the machine.
      { dependsOn: [machine] },
    );
  }
}
