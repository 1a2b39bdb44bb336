import type { Leads } from "./leads.ts";
import { physicalName } from "./names.ts";

/** A third of CloudWatch's 24 columns. */
const WIDTH = 8;
const HEIGHT = 6;

type Line = [namespace: string, metric: string, ...rest: string[]];

/** One page: what comes in, what becomes of it, what it takes, and what is wrong. */
export function createDashboard({ leads }: { leads: Leads }): void {
  const { functions, machines, uploads, deadLetters } = leads;
  const names = $resolve({
    region: aws.getRegionOutput().region,
    functions: $resolve(Object.fromEntries(Object.entries(functions).map(([name, fn]) => [name, fn.name]))),
    machines: $resolve(Object.values(machines).map(({ arn }) => arn)),
    uploads: uploads.nodes.queue.name,
    dead: $resolve(Object.values(deadLetters).map((queue) => queue.nodes.queue.name)),
  });
  const service = physicalName("leads");
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: physicalName("leads"),
    dashboardBody: names.apply((named) => {
      const own = (...metrics: string[]) =>
        metrics.map((metric): Line => ["Millrace", metric, "service", service]);
      const lambda = (metric: string) =>
        Object.values(named.functions).map((name): Line => ["AWS/Lambda", metric, "FunctionName", name]);
      const states = (...metrics: string[]) =>
        named.machines.flatMap((arn) =>
          metrics.map((metric): Line => ["AWS/States", metric, "StateMachineArn", arn]),
        );
      const depth = (name: string): Line => [
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "QueueName",
        name,
      ];
      const graphs: { title: string; stat: string; metrics: Line[] }[] = [
        {
          title: "Executions",
          stat: "Sum",
          metrics: states(
            "ExecutionsStarted",
            "ExecutionsSucceeded",
            "ExecutionsFailed",
            "ExecutionsAborted",
          ),
        },
        {
          title: "Rows and leads",
          stat: "Sum",
          metrics: own(
            "RowsProcessed",
            "LeadsCreated",
            "LeadsUpdated",
            "DuplicateLeadsDetected",
            "RowsRejected",
          ),
        },
        { title: "Rows per second of a run", stat: "Average", metrics: own("FileProcessingRate") },
        { title: "Invocations", stat: "Sum", metrics: lambda("Invocations") },
        { title: "Errors", stat: "Sum", metrics: [...lambda("Errors"), ...own("StoreErrors")] },
        { title: "Duration, the slowest 5 %", stat: "p95", metrics: lambda("Duration") },
        { title: "Throttles", stat: "Sum", metrics: lambda("Throttles") },
        { title: "Uploads waiting", stat: "Maximum", metrics: [depth(named.uploads)] },
        { title: "Dead letters", stat: "Maximum", metrics: named.dead.map(depth) },
        { title: "Model: calls", stat: "Sum", metrics: own("ModelCalls") },
        { title: "Model: tokens", stat: "Sum", metrics: own("ModelPromptTokens", "ModelCompletionTokens") },
        { title: "Model: US dollars", stat: "Sum", metrics: own("ModelCostUsd") },
        { title: "Duplicate detection, ms", stat: "p95", metrics: own("DuplicateDetectionLatency") },
        { title: "Events that were no upload", stat: "Sum", metrics: own("UploadsSkipped") },
      ];
      return JSON.stringify({
        widgets: graphs.map(({ title, stat, metrics }, index) => ({
          type: "metric",
          x: (index % 3) * WIDTH,
          y: Math.floor(index / 3) * HEIGHT,
          width: WIDTH,
          height: HEIGHT,
          properties: { title, stat, metrics, region: named.region, period: 300, view: "timeSeries" },
        })),
      });
    }),
  });
}
