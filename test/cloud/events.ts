import type { Json } from "@millrace/asl";
import type { Execution } from "../equipment/sfn-server.ts";

/** What S3 sends about an object that was put. */
export function storageEvent(object: {
  bucket: string;
  key: string;
  versionId: string;
  bytes: Uint8Array;
  eventTime: number;
  inParts: boolean;
}): string {
  const { bucket, key, versionId, bytes, eventTime, inParts } = object;
  return JSON.stringify({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: "us-east-1",
        eventTime: new Date(eventTime).toISOString(),
        eventName: `ObjectCreated:${inParts ? "CompleteMultipartUpload" : "Put"}`,
        s3: {
          s3SchemaVersion: "1.0",
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: key.split("/").map(encoded).join("/"),
            size: bytes.length,
            versionId,
            sequencer: "0055AED6DCD90281E5",
          },
        },
      },
    ],
  });
}

/** S3 encodes keys as forms do. */
function encoded(part: string): string {
  return encodeURIComponent(part).replaceAll("%20", "+");
}

/** What EventBridge tells of an execution that has ended. */
export function endedEvent(
  { machineArn, name, input }: Execution,
  ending: { status: string; error?: string; cause?: string },
): Json {
  return {
    version: "0",
    id: "315c1398-40ff-a850-213b-158f73e60175",
    "detail-type": "Step Functions Execution Status Change",
    source: "aws.states",
    account: "123456789012",
    time: "2026-11-22T12:00:00Z",
    region: "us-east-1",
    resources: [],
    detail: {
      executionArn: `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`,
      stateMachineArn: machineArn,
      name,
      status: ending.status,
      startDate: 1_700_000_000_000,
      stopDate: 1_700_000_001_000,
      input,
      output: null,
      error: ending.error ?? null,
      cause: ending.cause ?? null,
    },
  };
}
