import { physicalName } from "./names.ts";

/** A third of CloudWatch's 24 columns. */
const WIDTH = 8;
const HEIGHT = 6;

export type Line = [namespace: string, metric: string, ...rest: string[]];

export interface Graph {
  title: string;
  stat: string;
  metrics: Line[];
}

/** A page of graphs, three in a row. */
export function createDashboard(input: { id: string; name: string; graphs: $util.Output<Graph[]> }): void {
  const { id, name, graphs } = input;
  new aws.cloudwatch.Dashboard(id, {
    dashboardName: physicalName(name),
    dashboardBody: $util.all([graphs, aws.getRegionOutput().region]).apply(([all, region]) =>
      JSON.stringify({
        widgets: all.map(({ title, stat, metrics }, index) => ({
          type: "metric",
          x: (index % 3) * WIDTH,
          y: Math.floor(index / 3) * HEIGHT,
          width: WIDTH,
          height: HEIGHT,
          properties: { title, stat, metrics, region, period: 300, view: "timeSeries" },
        })),
      }),
    ),
  });
}

/** Metrics of our own functions, of one part of the app. */
export const ownMetrics = (service: string, ...metrics: string[]): Line[] =>
  metrics.map((metric) => ["Millrace", metric, "service", physicalName(service)]);

export const lambdaMetrics = (metric: string, functionNames: string[]): Line[] =>
  functionNames.map((name) => ["AWS/Lambda", metric, "FunctionName", name]);

/** How a part of the app's executions end. */
export const executionsGraph = (machineArns: string[]): Graph => ({
  title: "Executions",
  stat: "Sum",
  metrics: machineArns.flatMap((arn) =>
    ["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsAborted"].map(
      (metric): Line => ["AWS/States", metric, "StateMachineArn", arn],
    ),
  ),
});

export const waitingGraph = (title: string, queueNames: string[]): Graph => ({
  title,
  stat: "Maximum",
  metrics: queueNames.map((name) => ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name]),
});

/** What some functions take, and what is wrong with them. */
export const functionGraphs = (functionNames: string[]): Graph[] => [
  { title: "Invocations", stat: "Sum", metrics: lambdaMetrics("Invocations", functionNames) },
  { title: "Errors", stat: "Sum", metrics: lambdaMetrics("Errors", functionNames) },
  { title: "Duration, the slowest 5 %", stat: "p95", metrics: lambdaMetrics("Duration", functionNames) },
  { title: "Throttles", stat: "Sum", metrics: lambdaMetrics("Throttles", functionNames) },
];
