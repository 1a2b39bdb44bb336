import * as z from "zod";
import { type SynthesisInput, synthesise } from "../../scripts/synth/evaluate.ts";
import { hasPlatform } from "../../scripts/synth/platform.ts";
import type { Resource } from "../../scripts/synth/recorder.ts";
import type { Build } from "../../scripts/synth/rpc.ts";

/** For `describe.skipIf`: the tests of the stacks need SST's platform. */
export const WITHOUT_PLATFORM = !hasPlatform();
export const NEEDS_PLATFORM = "(skipped where .sst is missing: npm run synth installs it)";

export const STAGES = ["development", "staging", "production"];

/** A synthesised app, to ask about its resources. */
export interface App {
  resources: Resource[];
  builds: Build[];
}

/** Where test files ask for an app; test/equipment/shared-servers.ts says so to all processes of a test run. */
export const SYNTHESIS_URL = "MILLRACE_TEST_SYNTHESIS_URL";

const apps = new Map<string, Promise<App>>();

/** The app as it is evaluated; once for all test files, which ask for the same ones at the same time. */
export function synthesised(input: SynthesisInput): Promise<App> {
  const key = JSON.stringify(input);
  const app = apps.get(key) ?? askFor(input);
  apps.set(key, app);
  return app;
}

async function askFor(input: SynthesisInput): Promise<App> {
  const url = process.env[SYNTHESIS_URL];
  if (url === undefined) return synthesise(input);
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(input) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return JSON.parse(text);
}

/**
 * The app as `sst deploy` makes it.
 *
 * @param secrets - as `sst secret set` would have set them
 */
export function deployed(stage: string, secrets: Record<string, string> = {}): Promise<App> {
  return synthesised({ stage, secrets });
}

/** All resources of a type, as their schema has them, by name. */
export function all<T>(app: App, type: string, schema: z.ZodType<T>): [string, T][] {
  return app.resources
    .filter((resource) => resource.type === type)
    .map(({ name, inputs, outputs }) => [name, schema.parse({ ...outputs, ...inputs })]);
}

export function one<T>(app: App, type: string, schema: z.ZodType<T>): T {
  const [first, second] = all(app, type, schema);
  if (first === undefined || second !== undefined) throw new Error(`the app has not one ${type}`);
  return first[1];
}

/** The resource of a type that has this name. */
export function byName<T>(app: App, type: string, name: string, schema: z.ZodType<T>): T {
  const found = all(app, type, schema).find(([id]) => id === name);
  if (found === undefined) throw new Error(`the app has no ${type} ${name}`);
  return found[1];
}

const many = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

export const Statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: many,
  Resource: many.default([]),
  Principal: z.record(z.string(), many).optional(),
  Condition: z.record(z.string(), z.record(z.string(), many)).default({}),
});
export type Statement = z.infer<typeof Statement>;

const Document = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.object({ Statement: z.array(Statement) }))
  .transform((document) => document.Statement);

export const Role = z.object({
  arn: z.string(),
  assumeRolePolicy: z.union([z.string(), z.looseObject({})]),
  inlinePolicies: z.array(z.object({ policy: Document })).default([]),
  managedPolicyArns: z.array(z.string()).default([]),
});
const RolePolicy = z.object({ role: z.string(), policy: Document });

/** What each role may do, by the role's name; policies attached from outside included. */
export function permissions(app: App): Map<string, Statement[]> {
  const attached = all(app, "aws:iam/rolePolicy:RolePolicy", RolePolicy);
  return new Map(
    all(app, "aws:iam/role:Role", Role).map(([name, { inlinePolicies }]) => [
      name,
      [
        ...inlinePolicies.flatMap(({ policy }) => policy),
        ...attached.filter(([, { role }]) => role === name).flatMap(([, { policy }]) => policy),
      ],
    ]),
  );
}

/** Policies of queues and buckets. */
export const ResourcePolicy = z.object({
  policy: Document,
  queueUrl: z.string().optional(),
  bucket: z.string().optional(),
});

export const LambdaFunction = z.object({
  name: z.string(),
  arn: z.string(),
  memorySize: z.number(),
  timeout: z.number(),
  runtime: z.string(),
  architectures: z.array(z.string()),
  ephemeralStorage: z.object({ size: z.number() }),
  environment: z.object({ variables: z.record(z.string(), z.string()) }),
  tracingConfig: z.object({ mode: z.string() }).optional(),
  deadLetterConfig: z.object({ targetArn: z.string() }).optional(),
  reservedConcurrentExecutions: z.number().optional(),
  vpcConfig: z.looseObject({}).optional(),
  loggingConfig: z.object({ logFormat: z.string(), logGroup: z.string() }),
});

export const lambdas = (app: App) => all(app, "aws:lambda/function:Function", LambdaFunction);

export const Queue = z.object({
  name: z.string(),
  url: z.string(),
  arn: z.string(),
  visibilityTimeoutSeconds: z.number(),
  messageRetentionSeconds: z.number().optional(),
  sqsManagedSseEnabled: z.boolean().optional(),
  redrivePolicy: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }))
    .optional(),
});
export const queues = (app: App) => all(app, "aws:sqs/queue:Queue", Queue);

export const Mapping = z.object({
  eventSourceArn: z.string(),
  functionName: z.string(),
  functionResponseTypes: z.array(z.string()),
  batchSize: z.number(),
  maximumBatchingWindowInSeconds: z.number(),
  scalingConfig: z.object({ maximumConcurrency: z.number() }).optional(),
});
export const mappings = (app: App) => all(app, "aws:lambda/eventSourceMapping:EventSourceMapping", Mapping);

export const Machine = z.object({
  name: z.string(),
  arn: z.string(),
  type: z.string(),
  roleArn: z.string(),
  definition: z.string(),
  loggingConfiguration: z.object({
    level: z.string(),
    includeExecutionData: z.boolean(),
    logDestination: z.string(),
  }),
  tracingConfiguration: z.object({ enabled: z.boolean() }),
});
export const machines = (app: App) => all(app, "aws:sfn/stateMachine:StateMachine", Machine);

export const Alarm = z.object({
  name: z.string(),
  alarmDescription: z.string(),
  threshold: z.number(),
  comparisonOperator: z.string(),
  treatMissingData: z.string(),
  alarmActions: z.array(z.string()),
  metricQueries: z.array(
    z.object({
      id: z.string(),
      expression: z.string().optional(),
      returnData: z.boolean(),
      metric: z
        .object({
          namespace: z.string(),
          metricName: z.string(),
          period: z.number(),
          stat: z.string(),
          dimensions: z.record(z.string(), z.string()),
        })
        .optional(),
    }),
  ),
});
export const alarms = (app: App) => all(app, "aws:cloudwatch/metricAlarm:MetricAlarm", Alarm);

/** The alarms that watch a metric of a thing. */
export function alarmsOn(app: App, metricName: string, dimension?: string) {
  return alarms(app).filter(([, { metricQueries }]) =>
    metricQueries.some(
      ({ metric }) =>
        metric?.metricName === metricName &&
        (dimension === undefined || Object.values(metric.dimensions).includes(dimension)),
    ),
  );
}
