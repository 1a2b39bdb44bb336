import { arnOf, type Permission, physicalName, policyOf, TRACING } from "./names.ts";
import type { StageSettings } from "./stage.ts";

/** SST's words for retention, in days. */
const DAYS = { "1 week": 7, "2 weeks": 14, "1 month": 30 };

/**
 * What Step Functions needs to deliver its log; none of it can be narrowed.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
const LOG_DELIVERY: Permission = {
  actions: [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ],
  resources: ["*"],
};

const MACHINE_TRACING: Permission = {
  ...TRACING,
  actions: [...TRACING.actions, "xray:GetSamplingRules", "xray:GetSamplingTargets"],
};

/** The ARN a machine will have: whatever starts it may be created before it. */
export function machineArn(name: string): $util.Output<string> {
  return arnOf("states", `stateMachine:${physicalName(name)}`);
}

/**
 * A state machine from a file of stacks/flows, whose `${…}` are replaced. It may invoke its functions and, where it has any, run
 * its own Distributed Map; anything else is in `permissions`.
 *
 * @throws Error naming a `${…}` that has no value
 */
export function createMachine(input: {
  /** In Pascal case, for the resources. */
  id: string;
  /** The flow's name. */
  name: string;
  definition: object;
  /** None: it calls no function and has no Distributed Map. */
  functions: Record<string, sst.aws.Function>;
  values: Record<string, $util.Input<string>>;
  permissions: Permission[];
  stage: StageSettings;
}): aws.sfn.StateMachine {
  const { id, name, functions } = input;
  const physical = physicalName(name);
  const arns = Object.fromEntries(Object.entries(functions).map(([key, { arn }]) => [key, arn]));
  const log = new aws.cloudwatch.LogGroup(`${id}Log`, {
    // With this prefix the log's permission does not count towards the account's few resource policies.
    name: `/aws/vendedlogs/states/${physical}`,
    retentionInDays: DAYS[input.stage.logRetention],
  });
  const role = new aws.iam.Role(`${id}Role`, { assumeRolePolicy: onlyMachine(machineArn(name)) });
  const delivery = new aws.iam.RolePolicy(`${id}LogDelivery`, {
    role: role.id,
    policy: policyOf([LOG_DELIVERY, MACHINE_TRACING]),
  });
  const work = new aws.iam.RolePolicy(`${id}Work`, {
    role: role.id,
    policy: policyOf([...mapping(name, Object.values(arns)), ...input.permissions]),
  });
  return new aws.sfn.StateMachine(
    id,
    {
      name: physical,
      type: "STANDARD",
      roleArn: role.arn,
      definition: $resolve({ ...arns, ...input.values }).apply((values) =>
        substitute(JSON.stringify(input.definition, null, 2), values),
      ),
      // States hold pointers and counts only; what they hold is not logged all the same.
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: false,
        logDestination: $interpolate`${log.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
    },
    // Step Functions checks when it creates a machine that the role can deliver logs.
    { dependsOn: [delivery, work] },
  );
}

/**
 * What a Map does itself with a run's files: it reads its list of batches, and writes what became of them.
 *
 * @param input.lists - the lists' names, beside the run's other files
 * @param input.results - the folder of the results
 */
export function mapAccess(input: { files: sst.aws.Bucket; lists: string[]; results: string }): Permission[] {
  const { files, lists, results } = input;
  return [
    { actions: ["s3:GetObject"], resources: lists.map((key) => $interpolate`${files.arn}/runs/*/${key}`) },
    {
      // https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html#resultwriter-iam-policies
      actions: ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
      resources: [$interpolate`${files.arn}/runs/*/${results}/*`],
    },
  ];
}

/** What a machine needs that calls functions from a Distributed Map: the Map's children are executions of the machine itself. */
function mapping(name: string, functionArns: $util.Output<string>[]): Permission[] {
  if (functionArns.length === 0) return [];
  const physical = physicalName(name);
  return [
    { actions: ["lambda:InvokeFunction"], resources: functionArns },
    { actions: ["states:StartExecution"], resources: [machineArn(name)] },
    {
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [
        arnOf("states", `execution:${physical}:*`),
        arnOf("states", `execution:${physical}/*`),
        arnOf("states", `mapRun:${physical}/*`),
      ],
    },
  ];
}

/** Step Functions may use the role for this machine, and nobody else's. */
function onlyMachine(arn: $util.Input<string>): $util.Output<string> {
  return aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        principals: [{ type: "Service", identifiers: ["states.amazonaws.com"] }],
        actions: ["sts:AssumeRole"],
        conditions: [
          { test: "ArnLike", variable: "aws:SourceArn", values: [arn] },
          {
            test: "StringEquals",
            variable: "aws:SourceAccount",
            values: [aws.getCallerIdentityOutput().accountId],
          },
        ],
      },
    ],
  }).json;
}

function substitute(text: string, values: Record<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the state machine names \${${name}}, which has no value`);
    return value;
  });
}
