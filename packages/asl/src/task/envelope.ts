import type { Json } from "../json.ts";

/**
 * What the service puts around an integration's answer: the HTTP exchange with the other service, which definitions
 * can, and some do, refer to.
 */
export function httpMetadata(options: {
  now: number;
  requestId: string;
  contentType: string;
  contentLength: number;
  headers: { [name: string]: string };
}): { [name: string]: Json } {
  const { now, requestId, contentType, contentLength, headers } = options;
  const sent = {
    ...headers,
    "Content-Length": String(contentLength),
    "Content-Type": contentType,
    Date: new Date(now).toUTCString(),
    "x-amzn-RequestId": requestId,
  };
  const listed: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(sent)) listed[name] = [value];
  return {
    SdkHttpMetadata: { AllHttpHeaders: listed, HttpHeaders: sent, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
