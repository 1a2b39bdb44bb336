const REGION = "us-east-1";
const ACCOUNT = "123456789012";

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** What AWS would answer about a resource it has made: ARNs in their real form, which code takes apart. */
export function attributes(resource: {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}): Record<string, string> {
  const { type, inputs } = resource;
  const name = String(inputs.name ?? inputs.bucket ?? inputs.dashboardName ?? resource.name);
  switch (type) {
    case "aws:s3/bucket:Bucket":
      return {
        ...{ bucket: name, id: name, arn: `arn:aws:s3:::${name}` },
        bucketRegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
      };
    case "aws:cloudfront/distribution:Distribution":
      return {
        domainName: "d0123456789abc.cloudfront.net",
        arn: `arn:aws:cloudfront::${ACCOUNT}:distribution/E0123456789`,
      };
    case "aws:sqs/queue:Queue": {
      const url = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`;
      return { name, url, id: url, arn: arn("sqs", name) };
    }
    case "aws:dynamodb/table:Table":
      return { name, arn: arn("dynamodb", `table/${name}`) };
    case "aws:lambda/function:Function":
      return { name, arn: arn("lambda", `function:${name}`) };
    case "aws:sfn/stateMachine:StateMachine":
      return { name, arn: arn("states", `stateMachine:${name}`), id: arn("states", `stateMachine:${name}`) };
    case "aws:iam/role:Role":
      return { name, arn: `arn:aws:iam::${ACCOUNT}:role/${name}` };
    case "aws:cloudwatch/logGroup:LogGroup":
      return { name, arn: arn("logs", `log-group:${name}`) };
    case "aws:cloudwatch/eventRule:EventRule":
      return { name, arn: arn("events", `rule/${name}`) };
    case "aws:apigatewayv2/api:Api":
      return {
        id: "api0123456",
        name,
        apiEndpoint: `https://api0123456.execute-api.${REGION}.amazonaws.com`,
        executionArn: arn("execute-api", "api0123456"),
      };
    case "aws:cloudwatch/eventConnection:EventConnection":
      return {
        name,
        arn: arn("events", `connection/${name}/0a1b2c`),
        secretArn: arn("secretsmanager", `secret:events!connection/${name}/0a1b2c`),
      };
    case "aws:sns/topic:Topic":
      return { name, arn: arn("sns", name) };
    case "random:index/randomBytes:RandomBytes":
      return { base64: Buffer.alloc(32).toString("base64") };
    default:
      return { name, arn: arn("mock", name) };
  }
}

interface Statement {
  effect?: string;
  actions?: string[];
  resources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

/** A policy as IAM writes it, from the arguments of `aws.iam.getPolicyDocument`. */
export function policyDocument(inputs: { statements?: Statement[] }): string {
  const statements = (inputs.statements ?? []).map(
    ({ effect = "Allow", actions, resources, principals, conditions = [] }) => ({
      Effect: effect,
      ...(principals === undefined
        ? {}
        : { Principal: Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers])) }),
      Action: actions,
      ...(resources === undefined ? {} : { Resource: resources }),
      ...(conditions.length === 0 ? {} : { Condition: conditionsOf(conditions) }),
    }),
  );
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function conditionsOf(conditions: NonNullable<Statement["conditions"]>) {
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of conditions) byTest[test] = { ...byTest[test], [variable]: values };
  return byTest;
}
