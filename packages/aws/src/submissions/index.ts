import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "@millrace/core/clock";
import type { Upload } from "@millrace/core/run-lifecycle";
import { throttledByName } from "../backoff/index.ts";

export { uploadedObject } from "./uploaded.ts";

/** What a key may hold of a name; the whole name is kept in the run's record. */
const UNSAFE = /[^A-Za-z0-9._-]+/g;

/**
 * Keeps a text as an upload of its tenant, in `submitted/`: no notification of the bucket tells of it.
 *
 * @throws Error where the bucket keeps no versions: a run could not read the very text it was started for
 */
export async function submitText(
  file: { tenantId: string; sourceFile: string; text: string },
  deps: { client: S3Client; bucket: string; clock: Clock },
): Promise<Upload> {
  const { tenantId, sourceFile, text } = file;
  const { client, bucket, clock } = deps;
  const eventTime = clock.now();
  const key = `submitted/${tenantId}/${eventTime}-${sourceFile.replace(UNSAFE, "-")}`;
  const bytes = Buffer.byteLength(text);
  const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentLength: bytes });
  const { VersionId: version } = await throttledByName(() => client.send(put));
  if (version === undefined) throw new Error("the bucket keeps no versions: turn versioning on");
  return { bucket, key, version, tenantId, sourceFile, bytes, eventTime, sequencer: "" };
}
