import type { Context } from "aws-lambda";

/** What Lambda tells a function of its invocation. */
export const CONTEXT: Context = {
  functionName: "millrace-test-Starter",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:millrace-test-Starter",
  memoryLimitInMB: "512",
  awsRequestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
  logGroupName: "/aws/lambda/millrace-test-Starter",
  logStreamName: "2026/11/22/[$LATEST]abc",
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => 30_000,
  done() {},
  fail() {},
  succeed() {},
};
