import { physicalName } from "./names.ts";

/** A metric of CloudWatch. */
export interface Metric {
  namespace: string;
  name: string;
  stat: string;
  dimensions: Record<string, $util.Input<string>>;
}

export interface AlarmInput {
  /** Letters, digits and hyphens. */
  name: string;
  /** What is wrong and what to do; docs/operate.md says more. */
  description: string;
  /** By the name the expression calls them. */
  metrics: Record<string, Metric>;
  /** Metric math; not given: the one metric there is. */
  expression?: string;
  above: $util.Input<number>;
  /** Seconds */
  period: number;
  /** How many periods in a row. */
  periods?: number;
}

/** An alarm that speaks to the topic, when it rings and when it stops. Where there are no data nothing is wrong. */
export function createAlarm(input: AlarmInput & { topic: aws.sns.Topic }): void {
  const { name, period, topic } = input;
  const queries = Object.entries(input.metrics).map(([id, metric]) => ({
    id,
    metric: {
      namespace: metric.namespace,
      metricName: metric.name,
      stat: metric.stat,
      period,
      dimensions: metric.dimensions,
    },
    returnData: input.expression === undefined,
  }));
  new aws.cloudwatch.MetricAlarm(`${name}Alarm`, {
    name: physicalName(name),
    alarmDescription: input.description,
    comparisonOperator: "GreaterThanThreshold",
    threshold: input.above,
    evaluationPeriods: input.periods ?? 1,
    treatMissingData: "notBreaching",
    metricQueries:
      input.expression === undefined
        ? queries
        : [...queries, { id: "result", expression: input.expression, label: name, returnData: true }],
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}
