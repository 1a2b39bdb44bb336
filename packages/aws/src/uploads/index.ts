import { CopyObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "@millrace/core/clock";
import { MillraceError } from "@millrace/core/error";
import type { Uploads } from "@millrace/core/preview";
import { say } from "@millrace/core/sentence";
import { statusOf, throttledByName } from "../backoff/index.ts";

export { uploadedObject } from "./uploaded.ts";

/** What a key may hold of a name; the whole name is kept in the run's record. */
const UNSAFE = /[^A-Za-z0-9._-]+/g;
/** The end of a name says most, and a key has 1,024 bytes at most. */
const MOST_NAME = 80;

/** Whatever a file is: a browser that is shown it downloads it. */
const TYPE = "application/octet-stream";

const NOT_FOUND = 404;
const PRECONDITION_FAILED = 412;

/**
 * Files that browsers send to S3 by forms it checks itself, and uploads made of them under `submitted/`: no notification of the bucket
 * tells of those, so nothing but its submitter starts a run.
 *
 * @param input.client - made by `s3Client`; its credentials may put what the forms are for
 * @param input.bucket - keeps versions: a run reads the very object it was started for
 * @param input.uuid - tells submissions of one moment apart
 */
export function s3Uploads(input: {
  client: S3Client;
  bucket: string;
  clock: Clock;
  uuid: () => string;
}): Uploads {
  const { client, bucket, clock, uuid } = input;
  const place = ({ tenantId, sourceFile }: { tenantId: string; sourceFile: string }) => {
    const eventTime = clock.now();
    const name = sourceFile.replace(UNSAFE, "-").slice(-MOST_NAME);
    const key = `submitted/${tenantId}/${eventTime}-${uuid()}/${name}`;
    return { bucket, key, tenantId, sourceFile, eventTime, sequencer: "" };
  };

  return {
    async form({ key, maxBytes, expiresAt }) {
      // Loaded with the first form: nothing else a function does needs it.
      const { createPresignedPost } = await import("@aws-sdk/s3-presigned-post");
      const { url, fields } = await createPresignedPost(client, {
        ...{ Bucket: bucket, Key: key, Fields: { "Content-Type": TYPE } },
        Conditions: [["content-length-range", 1, maxBytes]],
        Expires: Math.floor((expiresAt - clock.now()) / 1000),
      });
      return { url, fields };
    },

    async submit({ key, tenantId, sourceFile }) {
      const to = place({ tenantId, sourceFile });
      try {
        const head = new HeadObjectCommand({ Bucket: bucket, Key: key });
        const { ContentLength: bytes = 0, ETag } = await throttledByName(() => client.send(head));
        const copy = new CopyObjectCommand({
          ...{ Bucket: bucket, Key: to.key, CopySourceIfMatch: ETag },
          CopySource: `${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`,
        });
        const { VersionId } = await throttledByName(() => client.send(copy));
        return { ...to, version: versionOf(VersionId), bytes };
      } catch (error) {
        if (statusOf(error) === NOT_FOUND) throw missing(error);
        if (statusOf(error) === PRECONDITION_FAILED) throw changed(error);
        throw error;
      }
    },

    async submitText({ text, tenantId, sourceFile }) {
      const to = place({ tenantId, sourceFile });
      const bytes = Buffer.byteLength(text);
      const put = new PutObjectCommand({ Bucket: bucket, Key: to.key, Body: text, ContentLength: bytes });
      const { VersionId } = await throttledByName(() => client.send(put));
      return { ...to, version: versionOf(VersionId), bytes };
    },
  };
}

function versionOf(version: string | undefined): string {
  if (version !== undefined) return version;
  throw new MillraceError("Input.Invalid", "the bucket of the upload keeps no versions: turn versioning on");
}

function missing(cause: unknown): MillraceError {
  return new MillraceError("Object.NotFound", say("file.notSent"), { cause });
}

function changed(cause: unknown): MillraceError {
  return new MillraceError("Store.Throttled", say("file.sentAgain"), { cause });
}
