/** The beginning of every name of ours in the account: app and stage. */
export function physicalName(name: string): string {
  return `${$app.name}-${$app.stage}-${name}`;
}

/** The ARN of something of this account and region whose name we give ourselves. */
export function arnOf(service: string, resource: string): $util.Output<string> {
  const { partition } = aws.getPartitionOutput();
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  return $interpolate`arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** What a role may do, and to what. */
export interface Permission {
  actions: string[];
  resources: $util.Input<string>[];
  conditions?: { test: string; variable: string; values: $util.Input<string>[] }[];
}

/** A policy document that allows just that. */
export function policyOf(permissions: Permission[]): $util.Output<string> {
  return aws.iam.getPolicyDocumentOutput({ statements: permissions }).json;
}

/**
 * Lambda itself makes a function's network interfaces, with the function's role; none of it can be narrowed.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export const NETWORK: Permission = {
  actions: [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  resources: ["*"],
};

/** X-Ray knows no resources: its actions go with `*`. */
export const TRACING: Permission = {
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
};

/** SQS keeps messages for four days unless told otherwise; in a dead-letter queue they count from when they were first sent. */
export const FOURTEEN_DAYS = 14 * 24 * 60 * 60;
