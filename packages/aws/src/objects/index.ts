import { Readable } from "node:stream";
import { HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { MillraceError } from "@millrace/core/error";
import type { ObjectBody, ObjectStore } from "@millrace/core/object";
import { say } from "@millrace/core/sentence";
import { statusOf, throttledByName } from "../backoff/index.ts";
import { openObject } from "./read.ts";
import { fromUrl } from "./url.ts";
import { deleteVersions } from "./versions.ts";

/**
 * Objects in one S3 bucket, versioned or not. Streams are written in parts of 5 MB, four at once; the bucket's lifecycle
 * must remove parts of uploads whose process died.
 *
 * @param input.client - made by `s3Client`
 */
export function s3Objects({ client, bucket }: { client: S3Client; bucket: string }): ObjectStore {
  const size = async ({ key, version }: { key: string; version?: string }): Promise<number | null> => {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key, ...versionOf(version) });
    try {
      return (await throttledByName(() => client.send(command))).ContentLength ?? 0;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };

  return {
    async put({ key, body, ifAbsent = false }) {
      const params = { Bucket: bucket, Key: key, ...(ifAbsent ? { IfNoneMatch: "*" } : {}) };
      try {
        await throttledByName(() => send({ client, params, body }));
        return true;
      } catch (error) {
        if (ifAbsent && statusOf(error) === PRECONDITION_FAILED) return false;
        // S3 answers so where another write of the key is under way; nobody knows yet who will have been first.
        if (statusOf(error) === CONFLICT) throw conflict(error);
        throw error;
      }
    },

    async get({ key, range, version }) {
      // S3 ignores a range it cannot read, and answers the whole object.
      if (range !== undefined && range.end <= range.start) {
        if ((await size({ key, ...(version === undefined ? {} : { version }) })) === null) throw missing(key);
        return Readable.from([]);
      }
      const object = { Bucket: bucket, Key: key, ...versionOf(version) };
      try {
        return await throttledByName(() => openObject({ client, object, range }));
      } catch (error) {
        if (isMissing(error)) throw missing(key, error);
        if (statusOf(error) === RANGE_NOT_SATISFIABLE) return Readable.from([]);
        throw error;
      }
    },

    size,

    async list({ prefix, after = "", limit = Number.POSITIVE_INFINITY }) {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const command = new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          MaxKeys: Math.min(PAGE, limit - keys.length),
          // XML has no way to say some of the characters a key may have.
          EncodingType: "url",
          ...(after === "" ? {} : { StartAfter: after }),
          ...(token === undefined ? {} : { ContinuationToken: token }),
        });
        const page = await throttledByName(() => client.send(command));
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(fromUrl(Key));
        token = page.NextContinuationToken;
      } while (token !== undefined && keys.length < limit);
      return keys;
    },

    async delete({ key }) {
      await throttledByName(() => deleteVersions({ client, bucket, key }));
    },
  };
}

/** S3's own limit for one page of a list. */
const PAGE = 1_000;

const NOT_FOUND = 404;
/** The answer about a version that is a delete marker. */
const METHOD_NOT_ALLOWED = 405;
const CONFLICT = 409;
const PRECONDITION_FAILED = 412;
const RANGE_NOT_SATISFIABLE = 416;

async function send(input: {
  client: S3Client;
  params: { Bucket: string; Key: string; IfNoneMatch?: string };
  body: ObjectBody;
}): Promise<void> {
  const { client, params, body } = input;
  if (typeof body === "string" || body instanceof Uint8Array) {
    // Without the length the SDK takes an empty text for a stream, and warns.
    const ContentLength = Buffer.byteLength(body);
    await client.send(new PutObjectCommand({ ...params, Body: body, ContentLength }));
  } else {
    const Body = body instanceof Readable ? body : Readable.from(body);
    await new Upload({ client, params: { ...params, Body } }).done();
  }
}

function versionOf(version: string | undefined): { VersionId?: string } {
  return version === undefined ? {} : { VersionId: version };
}

function isMissing(error: unknown): boolean {
  const status = statusOf(error);
  return status === NOT_FOUND || status === METHOD_NOT_ALLOWED;
}

function missing(key: string, cause?: unknown): MillraceError {
  return new MillraceError("Object.NotFound", say("object.missing", { object: key }), { cause });
}

function conflict(cause: unknown): MillraceError {
  return new MillraceError("Store.Throttled", say("store.conflict"), { cause });
}
