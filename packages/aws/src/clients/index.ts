import { CloudWatchClient, type CloudWatchClientConfig } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { SFNClient, type SFNClientConfig } from "@aws-sdk/client-sfn";
import { SQSClient, type SQSClientConfig } from "@aws-sdk/client-sqs";

/** Without these a lost packet would hang a step until its own timeout. */
const CONNECTION_TIMEOUT_MS = 2_000;

/** DynamoDB answers in milliseconds; a request this old is lost. */
const DYNAMO_TIMEOUT_MS = 5_000;

/** A long poll of the queue lasts up to 20 s. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Between two chunks of an object; reading a whole one may take as long as it takes. */
const IDLE_TIMEOUT_MS = 30_000;

/** It answers in a tenth of a second; both tries end well before API Gateway gives up after 30 s. */
const CLOUD_WATCH_TIMEOUT_MS = 5_000;
const CLOUD_WATCH_ATTEMPTS = 2;

/** First try and four more, spread by the SDK over some seconds. */
const ATTEMPTS = 5;

/**
 * A client for the DynamoDB stores. They repeat requests themselves, by a clock and with chance that are given to them, and
 * know which must not be repeated; so the SDK does not.
 *
 * @param config - overrides, such as the endpoint of a local server; region and credentials come from the environment
 */
export function dynamoClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: DYNAMO_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    ...config,
  });
}

/** A client for {@link ../objects/index.ts}. */
export function s3Client(config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: IDLE_TIMEOUT_MS },
    ...config,
  });
}

/** A client for {@link ../queue/index.ts}. */
export function sqsClient(config: SQSClientConfig = {}): SQSClient {
  return new SQSClient({ maxAttempts: ATTEMPTS, requestHandler: short, ...config });
}

/** A client for {@link ../flows/index.ts}. */
export function sfnClient(config: SFNClientConfig = {}): SFNClient {
  return new SFNClient({ maxAttempts: ATTEMPTS, requestHandler: short, ...config });
}

/** A client for {@link ../health/index.ts}: whoever asks waits for it, and has other things to see where it does not answer. */
export function cloudWatchClient(config: CloudWatchClientConfig = {}): CloudWatchClient {
  return new CloudWatchClient({
    maxAttempts: CLOUD_WATCH_ATTEMPTS,
    requestHandler: { ...short, requestTimeout: CLOUD_WATCH_TIMEOUT_MS },
    ...config,
  });
}

const short = {
  connectionTimeout: CONNECTION_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  throwOnRequestTimeout: true,
};
