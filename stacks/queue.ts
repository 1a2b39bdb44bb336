import { FOURTEEN_DAYS } from "./names.ts";

/** Refuses whoever does not come by TLS. */
function tlsOnly(queue: $util.Input<string>): aws.types.input.iam.GetPolicyDocumentStatementArgs {
  return {
    effect: "Deny",
    principals: [{ type: "*", identifiers: ["*"] }],
    actions: ["sqs:*"],
    resources: [queue],
    conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  };
}

/** Encrypted by SQS itself, and kept for as long as SQS keeps anything. */
const KEPT = { sqsManagedSseEnabled: true, messageRetentionSeconds: FOURTEEN_DAYS };

/**
 * A queue that people look at: nothing takes messages from it by itself.
 *
 * @param fromRule - ARN of the EventBridge rule that sends what it could not deliver
 */
export function deadLetterQueue(input: { name: string; fromRule?: $util.Input<string> }): sst.aws.Queue {
  const { name, fromRule } = input;
  const queue = new sst.aws.Queue(name, { transform: { queue: KEPT } });
  const statements = [tlsOnly(queue.arn)];
  if (fromRule !== undefined) {
    statements.push({
      principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
      actions: ["sqs:SendMessage"],
      resources: [queue.arn],
      conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [fromRule] }],
    });
  }
  new aws.sqs.QueuePolicy(`${name}Policy`, {
    queueUrl: queue.url,
    policy: aws.iam.getPolicyDocumentOutput({ statements }).json,
  });
  return queue;
}

/**
 * A queue that a bucket's events come by.
 *
 * @param timeout - its consumer's, in seconds
 */
export function eventQueue(input: {
  name: string;
  bucket: sst.aws.Bucket;
  timeout: number;
  deadLetters: sst.aws.Queue;
}): sst.aws.Queue {
  const { name, bucket, timeout, deadLetters } = input;
  const queue = new sst.aws.Queue(name, {
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: six times the function's timeout.
    visibilityTimeout: `${6 * timeout} seconds`,
    // The same page: at least five tries, so that throttling alone sends nothing to the dead letters.
    dlq: { queue: deadLetters.arn, retry: 5 },
    transform: { queue: { sqsManagedSseEnabled: true } },
  });
  // SST lets S3, SNS and EventBridge of any account send to a queue that a bucket notifies, TLS or not.
  $transform(aws.sqs.QueuePolicy, (args, _, policyName) => {
    if (!policyName.includes(`Notification${name}`)) return;
    args.policy = aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
          actions: ["sqs:SendMessage"],
          resources: [queue.arn],
          conditions: [
            { test: "ArnEquals", variable: "aws:SourceArn", values: [bucket.arn] },
            {
              test: "StringEquals",
              variable: "aws:SourceAccount",
              values: [aws.getCallerIdentityOutput().accountId],
            },
          ],
        },
        tlsOnly(queue.arn),
      ],
    }).json;
  });
  return queue;
}
