import { arnOf, NETWORK, type Permission, physicalName, TRACING } from "./names.ts";
import type { StageSettings } from "./stage.ts";

export interface FunctionInput {
  /** In Pascal case; also what the flows call it. */
  name: string;
  /** A file of packages/functions/src, without its ending. */
  file: string;
  /** The part of the app it belongs to: `leads`, `customers`, `api`. Its metrics are named by it. */
  service: string;
  stage: StageSettings;
  /** MB */
  memory: number;
  /** Seconds */
  timeout: number;
  /** What is imported on demand goes into files of its own, out of a cold start. */
  splitting?: boolean;
  environment: Record<string, $util.Input<string>>;
  permissions: Permission[];
  /** Its secrets, and nothing else: links to other things grant too much. */
  secrets?: sst.Secret[];
  reservedConcurrency?: number | null;
  /** Where an event goes that was sent without waiting for the answer, and failed. */
  failedEvents?: sst.aws.Queue;
}

/** A Lambda function that may do what is listed, write its own log and send traces; nothing more. */
export function createFunction(input: FunctionInput): sst.aws.Function {
  const { name, file, stage, failedEvents, reservedConcurrency: reserved } = input;
  const physical = physicalName(name);
  const deadLetters = failedEvents?.arn;
  return new sst.aws.Function(name, {
    name: physical,
    handler: `packages/functions/src/${file}.handler`,
    runtime: "nodejs24.x",
    architecture: "arm64",
    nodejs: { splitting: input.splitting ?? false },
    memory: `${input.memory} MB`,
    timeout: `${input.timeout} seconds`,
    // The least there is: files are streamed, and nothing is written to /tmp.
    storage: "512 MB",
    environment: {
      POWERTOOLS_SERVICE_NAME: physicalName(input.service),
      POWERTOOLS_METRICS_NAMESPACE: "Millrace",
      POWERTOOLS_TRACER_CAPTURE_RESPONSE: "false",
      ...input.environment,
    },
    link: input.secrets ?? [],
    permissions: [
      ...input.permissions,
      ...(deadLetters === undefined ? [] : [{ actions: ["sqs:SendMessage"], resources: [deadLetters] }]),
      {
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [arnOf("logs", `log-group:/aws/lambda/${physical}:*`)],
      },
      TRACING,
      ...(stage.vpc === null ? [] : network(physical)),
    ],
    logging: { retention: stage.logRetention, format: "json" },
    ...(reserved == null ? {} : { concurrency: { reserved } }),
    ...(stage.vpc === null ? {} : { vpc: stage.vpc }),
    transform: {
      function: {
        tracingConfig: { mode: "Active" },
        ...(deadLetters === undefined ? {} : { deadLetterConfig: { targetArn: deadLetters } }),
      },
      role: (args) => {
        // SST attaches AWS's policies for logs and networks, which allow writing every log of the account; ours are above.
        args.managedPolicyArns = [];
      },
    },
  });
}

/** What Lambda needs to reach a network, and the function's own code does not. */
function network(physical: string): (Permission & { effect: "allow" | "deny" })[] {
  const { actions, resources } = NETWORK;
  const inside = arnOf("lambda", `function:${physical}`);
  const byCode = [{ test: "ArnEquals", variable: "lambda:SourceFunctionArn", values: [inside] }];
  return [
    { ...NETWORK, effect: "allow" },
    { effect: "deny", actions, resources, conditions: byCode },
  ];
}
