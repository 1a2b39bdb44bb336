import { basename } from "node:path/posix";
import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Upload } from "@millrace/core/run-lifecycle";
import { statusOf, throttledByName } from "../backoff/index.ts";

/** No such object or version, a version that is a delete marker, an id that no version has. */
const MISSING = [404, 405, 400];

/**
 * The upload that an object is: the newest version of it, or one that is named. Announced by the bucket's notification it is the same
 * upload.
 *
 * @returns null where there is none
 * @throws Error where the bucket keeps no versions
 */
export async function uploadedObject(
  object: { tenantId: string; key: string; version?: string },
  { client, bucket }: { client: S3Client; bucket: string },
): Promise<Upload | null> {
  const { tenantId, key, version } = object;
  const sourceFile = key.endsWith("/") ? "" : basename(key);
  if (sourceFile === "") return null;
  const command = new HeadObjectCommand({
    ...{ Bucket: bucket, Key: key },
    ...(version === undefined ? {} : { VersionId: version }),
  });
  try {
    const { VersionId, ContentLength = 0, LastModified } = await throttledByName(() => client.send(command));
    if (VersionId === undefined) throw new Error("the bucket keeps no versions: turn versioning on");
    // Where its notification has not come yet, this is the time it will tell, but for its milliseconds.
    const eventTime = LastModified?.getTime() ?? 0;
    const made = { bucket, key, version: VersionId, bytes: ContentLength, eventTime, sequencer: "" };
    return { ...made, tenantId, sourceFile };
  } catch (error) {
    if (MISSING.includes(statusOf(error) ?? 0)) return null;
    throw error;
  }
}
