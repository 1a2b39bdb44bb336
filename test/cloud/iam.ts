import * as z from "zod";
import type { Passing } from "../equipment/proxy.ts";
import { textsOf } from "../equipment/s3-xml.ts";
import type { Statement } from "../equipment/stacks.ts";

/** One thing done to one resource, as a role's policy would have to allow it. */
export interface Act {
  action: string;
  resource: string;
  /** What a condition may ask about, by its key such as `states:HTTPMethod`. */
  context?: Record<string, string>;
}

const ACCOUNT = "us-east-1:123456789012";

const Table = z.object({ TableName: z.string() });
const Tables = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const Transaction = z.object({ TransactItems: z.array(z.record(z.string(), Table)) });
const Queue = z.object({ QueueUrl: z.string() });
/** What a client names in a form that it was given, https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html */
const FORM_KEY = /name="key"\r\n\r\n([^\r]*)/;
/** Each request to Step Functions is about one thing. */
const OfStates = z.union([
  z.object({ stateMachineArn: z.string() }).transform((body) => body.stateMachineArn),
  z.object({ executionArn: z.string() }).transform((body) => body.executionArn),
  z.object({ mapRunArn: z.string() }).transform((body) => body.mapRunArn),
]);

/** Services that functions ask, by what their actions begin with. */
export type Service = "dynamodb" | "s3" | "sqs" | "states" | "cloudwatch";

/** What a request of the SDK asks to do. */
export function actsOf(service: Service, passing: Passing): Act[] {
  if (service === "s3") return s3Acts(passing);
  if (service === "cloudwatch") {
    const isOfAlarms = passing.operation === "DescribeAlarms";
    const resource = isOfAlarms ? `arn:aws:cloudwatch:${ACCOUNT}:alarm:*` : "*";
    return [{ action: `cloudwatch:${passing.operation}`, resource }];
  }
  const body: unknown = JSON.parse(passing.body.toString());
  const action = `${service}:${passing.operation.replace(/Batch$/, "")}`;
  if (service === "dynamodb") {
    const transaction = Transaction.safeParse(body);
    // A transaction needs what each of its parts would need alone.
    if (transaction.success) {
      return transaction.data.TransactItems.flatMap((item) => Object.entries(item)).map(
        ([part, { TableName: name }]) => ({
          action: part === "ConditionCheck" ? "dynamodb:ConditionCheckItem" : `dynamodb:${part}Item`,
          resource: `arn:aws:dynamodb:${ACCOUNT}:table/${name}`,
        }),
      );
    }
    const tables = Tables.safeParse(body);
    const names = tables.success ? Object.keys(tables.data.RequestItems) : [Table.parse(body).TableName];
    return names.map((name) => ({ action, resource: `arn:aws:dynamodb:${ACCOUNT}:table/${name}` }));
  }
  if (service === "sqs") {
    const name = Queue.parse(body).QueueUrl.split("/").at(-1);
    return [{ action, resource: `arn:aws:sqs:${ACCOUNT}:${name}` }];
  }
  return [{ action, resource: OfStates.parse(body) }];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
function s3Acts({ method, url, headers, body }: Passing): Act[] {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const [, bucket = "", ...rest] = pathname.split("/");
  const key = rest.map(decodeURIComponent).join("/");
  if (key === "" && headers["content-type"]?.startsWith("multipart/form-data")) {
    const [, sent = ""] = FORM_KEY.exec(body.toString("latin1")) ?? [];
    return [{ action: "s3:PutObject", resource: `arn:aws:s3:::${bucket}/${sent}` }];
  }
  if (key === "" && method === "POST") {
    return textsOf(body.toString(), "Object", ["Key", "VersionId"]).map(({ Key, VersionId }) => ({
      action: VersionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion",
      resource: `arn:aws:s3:::${bucket}/${Key}`,
    }));
  }
  if (key === "") {
    const action = searchParams.has("versions") ? "s3:ListBucketVersions" : "s3:ListBucket";
    return [{ action, resource: `arn:aws:s3:::${bucket}` }];
  }
  const resource = `arn:aws:s3:::${bucket}/${key}`;
  if (method === "DELETE" && searchParams.has("uploadId")) {
    return [{ action: "s3:AbortMultipartUpload", resource }];
  }
  const verb = method === "DELETE" ? "Delete" : method === "GET" || method === "HEAD" ? "Get" : "Put";
  const version = searchParams.has("versionId") ? "Version" : "";
  const act = { action: `s3:${verb}Object${version}`, resource };
  const source = headers["x-amz-copy-source"];
  if (source === undefined) return [act];
  return [act, { action: "s3:GetObject", resource: `arn:aws:s3:::${decodeURIComponent(String(source))}` }];
}

/** Without this S3 answers "forbidden" where it should say that nothing is there. */
export function listOf({ resource }: Act): Act {
  return { action: "s3:ListBucket", resource: resource.split("/")[0] ?? resource };
}

/** An action of a policy on one of its resources. */
export interface Grant {
  role: string;
  action: string;
  resource: string;
  condition: Statement["Condition"];
}

/** The same for the same grant of another evaluation: role, action and what the resource is called. */
export function grantName({ role, action, resource }: Grant): string {
  // Of an ARN, what follows the account; of a bucket's, the path. SST's own names end with a hash.
  const [, name = resource] = /^arn:aws:(?:s3:::[^/]*\/?|\w+:[\w-]*:\d*:)(.*)$/.exec(resource) ?? [];
  return `${role} ${action} ${name.replace(/millrace-\w+-/, "").replace(/-[a-z]{8}$/, "")}`.trimEnd();
}

export function grantsOf(role: string, statements: Statement[]): Grant[] {
  return statements.flatMap(({ Effect, Action: actions, Resource: resources, Condition: condition }) =>
    Effect === "Allow"
      ? actions.flatMap((action) => resources.map((resource) => ({ role, action, resource, condition })))
      : [],
  );
}

/** Whether a grant is of this act; `*` in its resource stands for anything. */
export function allows(grant: Grant, act: Act): boolean {
  return (
    grant.action === act.action &&
    matches(grant.resource, act.resource) &&
    Object.entries(grant.condition).every(([operator, asked]) =>
      Object.entries(asked).every(([key, values]) => {
        const value = act.context?.[key];
        return value !== undefined && values.some((one) => holds({ operator, wanted: one, value }));
      }),
    )
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holds(input: { operator: string; wanted: string; value: string }): boolean {
  const { operator, wanted, value } = input;
  // ArnEquals takes wildcards as ArnLike does.
  if (["StringLike", "ArnLike", "ArnEquals"].includes(operator)) return matches(wanted, value);
  if (operator === "StringEquals") return wanted === value;
  throw new Error(`the condition ${operator} is not known here`);
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`, "s").test(text);
}
