import { dynamoClient, s3Client, sfnClient, sqsClient } from "@millrace/aws/clients";

export type Clients = ReturnType<typeof clientsAs>;

/** The SDK's clients, as whoever has this role would have them. @param environment - the gateway's */
export function clientsAs(principal: string, environment: Record<string, string>) {
  const at = (service: string) => ({
    endpoint: environment[`AWS_ENDPOINT_URL_${service}`] ?? "",
    region: "us-east-1",
    credentials: { accessKeyId: principal, secretAccessKey: "secret" },
  });
  return {
    dynamo: dynamoClient(at("DYNAMODB")),
    s3: s3Client({ ...at("S3"), forcePathStyle: true }),
    sqs: sqsClient(at("SQS")),
    sfn: sfnClient(at("SFN")),
  };
}
