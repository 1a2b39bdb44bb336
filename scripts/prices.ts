/**
 * What AWS asks, in US dollars, on demand, in us-east-1, without any free tier. All from the services' own pages
 * (https://aws.amazon.com/{step-functions,lambda,dynamodb,s3,cloudwatch,eventbridge,sqs,api-gateway}/pricing,
 * https://upstash.com/pricing/redis) as known in October 2026; they were not
 * asked when this was written, so look again before you budget by them. Other regions ask up to half more.
 * The language model's prices are in packages/core/src/model/prices.ts, because the import counts by them.
 */
export const PRICES = {
  /** Of a Standard workflow. */
  stateTransition: 0.025 / 1_000,
  lambdaRequest: 0.2 / 1_000_000,
  /** arm64, the first tier. */
  lambdaGbSecond: 0.000_013_333_4,
  dynamoWriteUnit: 0.625 / 1_000_000,
  dynamoReadUnit: 0.125 / 1_000_000,
  /** PUT, POST, LIST. */
  s3Write: 0.005 / 1_000,
  /** GET, HEAD. */
  s3Read: 0.0004 / 1_000,
  /** Of one's own, on a bus. */
  eventBridgeEvent: 1 / 1_000_000,
  sqsRequest: 0.4 / 1_000_000,
  httpApiRequest: 1 / 1_000_000,
  /** Upstash, as you go. */
  redisCommand: 0.2 / 100_000,
  /** Logs of functions and of state machines, taken in. */
  logGb: 0.5,
  /** A month, for each metric that an alarm looks at. */
  alarmMetric: 0.1,
  customMetric: 0.3,
  dashboard: 3,
} as const;
