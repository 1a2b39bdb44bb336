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

/** Lets one rule of EventBridge send, and nobody else's. */
function fromRuleOnly(
  queue: $util.Input<string>,
  rule: $util.Input<string>,
): aws.types.input.iam.GetPolicyDocumentStatementArgs {
  return {
    principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
    actions: ["sqs:SendMessage"],
    resources: [queue],
    conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [rule] }],
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
  if (fromRule !== undefined) statements.push(fromRuleOnly(queue.arn, fromRule));
  new aws.sqs.QueuePolicy(`${name}Policy`, {
    queueUrl: queue.url,
    policy: aws.iam.getPolicyDocumentOutput({ statements }).json,
  });
  return queue;
}

interface Consumed {
  name: string;
  /** Its consumer's, in seconds. */
  timeout: number;
  /** How long Lambda collects messages before it invokes the consumer, in seconds. */
  window?: number;
  deadLetters: sst.aws.Queue;
}

function consumedQueue({ name, timeout, window = 0, deadLetters }: Consumed): sst.aws.Queue {
  return new sst.aws.Queue(name, {
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: six times the function's timeout, and the window.
    visibilityTimeout: `${6 * timeout + window} seconds`,
    // The same page: at least five tries, so that throttling alone sends nothing to the dead letters.
    dlq: { queue: deadLetters.arn, retry: 5 },
    transform: { queue: { sqsManagedSseEnabled: true } },
  });
}

/**
 * A queue that a rule of EventBridge fills, and whoever of the account may send to it.
 *
 * @param input.rule - the rule's ARN
 */
export function ruleQueue(input: Consumed & { rule: $util.Input<string> }): sst.aws.Queue {
  const queue = consumedQueue(input);
  new aws.sqs.QueuePolicy(`${input.name}Policy`, {
    queueUrl: queue.url,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [fromRuleOnly(queue.arn, input.rule), tlsOnly(queue.arn)],
    }).json,
  });
  return queue;
}

/** A queue that a bucket's events come by. */
export function eventQueue(input: Consumed & { bucket: sst.aws.Bucket }): sst.aws.Queue {
  const { name, bucket } = input;
  const queue = consumedQueue(input);
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
