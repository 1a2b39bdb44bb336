import { createHash } from "node:crypto";
import type { CorsRule } from "./s3-cors.ts";

/** One version of an object, or a delete marker, which has no body. */
export interface ObjectVersion {
  versionId: string;
  body: Buffer | null;
  etag: string;
  lastModified: string;
}

/** An upload in parts that has not been completed. */
export interface Upload {
  key: string;
  parts: Map<number, { etag: string; body: Buffer }>;
}

/** A versioned bucket: each key's versions, newest last. */
export interface Bucket {
  objects: Map<string, ObjectVersion[]>;
  uploads: Map<string, Upload>;
  /** What pages of other origins may do; nothing, until a test says so. */
  cors: readonly CorsRule[];
}

/** An error as S3 answers it. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function emptyBucket(): Bucket {
  return { objects: new Map(), uploads: new Map(), cors: [] };
}

export function etagOf(body: Buffer): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}

/** The newest version of an object; undefined where there is none or it is deleted. */
export function current(bucket: Bucket, key: string): ObjectVersion | undefined {
  const newest = bucket.objects.get(key)?.at(-1);
  return newest?.body === null ? undefined : newest;
}

/** Adds a version. @throws PreconditionFailed, NoSuchKey as the headers' conditions say */
export function put(input: {
  bucket: Bucket;
  key: string;
  body: Buffer | null;
  etag: string;
  ifNoneMatch?: string | undefined;
  ifMatch?: string | undefined;
}): ObjectVersion {
  const { bucket, key, body, etag, ifNoneMatch, ifMatch } = input;
  const there = current(bucket, key);
  if (ifNoneMatch === "*" && there !== undefined) throw new S3Error(412, "PreconditionFailed");
  if (ifMatch !== undefined && there === undefined) throw new S3Error(404, "NoSuchKey");
  if (ifMatch !== undefined && there?.etag !== ifMatch) throw new S3Error(412, "PreconditionFailed");
  const version = { versionId: nextId(), body, etag, lastModified: new Date().toISOString() };
  bucket.objects.set(key, [...(bucket.objects.get(key) ?? []), version]);
  return version;
}

/** Deletes one version for good, or puts a delete marker on the object. */
export function remove(input: { bucket: Bucket; key: string; versionId?: string | undefined }): void {
  const { bucket, key, versionId } = input;
  if (versionId === undefined) {
    put({ bucket, key, body: null, etag: "" });
    return;
  }
  const left = (bucket.objects.get(key) ?? []).filter((version) => version.versionId !== versionId);
  if (left.length === 0) bucket.objects.delete(key);
  else bucket.objects.set(key, left);
}

/** S3's smallest part, the last one excepted. */
const SMALLEST_PART = 5 * 1024 * 1024;

/** Joins the parts of an upload. @throws NoSuchUpload, InvalidPart, EntityTooSmall */
export function complete(input: {
  bucket: Bucket;
  uploadId: string;
  parts: { number: number; etag: string }[];
  ifNoneMatch?: string | undefined;
}): ObjectVersion {
  const { bucket, uploadId, parts, ifNoneMatch } = input;
  const upload = uploadOf(bucket, uploadId);
  const bodies = parts.map(({ number, etag }, index) => {
    const part = upload.parts.get(number);
    if (part === undefined || part.etag !== etag) throw new S3Error(400, "InvalidPart");
    if (index < parts.length - 1 && part.body.length < SMALLEST_PART) {
      throw new S3Error(400, "EntityTooSmall");
    }
    return part.body;
  });
  const body = Buffer.concat(bodies);
  const etag = `${etagOf(body).slice(0, -1)}-${parts.length}"`;
  const version = put({ bucket, key: upload.key, body, etag, ifNoneMatch });
  bucket.uploads.delete(uploadId);
  return version;
}

export function uploadOf(bucket: Bucket, uploadId: string): Upload {
  const upload = bucket.uploads.get(uploadId);
  if (upload === undefined) throw new S3Error(404, "NoSuchUpload");
  return upload;
}

let ids = 0;

/** An id that was not given before. */
export function nextId(): string {
  ids += 1;
  return `id${String(ids).padStart(8, "0")}`;
}

/** Keys under a prefix after a key, in the byte order of S3. */
export function keysOf(input: { bucket: Bucket; prefix: string; after: string }): string[] {
  const { bucket, prefix, after } = input;
  return [...bucket.objects.keys()]
    .filter((key) => key.startsWith(prefix) && compareBytes(key, after) > 0)
    .sort(compareBytes);
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
