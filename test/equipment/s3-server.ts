import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { LOCAL_CREDENTIALS } from "./dynamo-server.ts";
import { listen } from "./loopback.ts";
import { bodyOf } from "./s3-body.ts";
import { corsHeaders, preflight } from "./s3-cors.ts";
import { listObjects, listVersions } from "./s3-lists.ts";
import { postObject } from "./s3-post.ts";
import {
  type Bucket,
  complete,
  current,
  emptyBucket,
  etagOf,
  nextId,
  type ObjectVersion,
  put,
  remove,
  S3Error,
  uploadOf,
} from "./s3-store.ts";
import { element, textsOf } from "./s3-xml.ts";

/** A running S3 server. */
export interface S3Server {
  endpoint: string;
  /** Its buckets by name, to look into. */
  buckets: Map<string, Bucket>;
  close(): Promise<void>;
}

/** One request, taken apart. */
interface Call {
  method: string;
  bucket: Bucket;
  key: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

/**
 * The part of S3 that Millrace uses, in memory, for clients with `forcePathStyle`: objects with versions, conditional
 * writes, ranges, copies, uploads in parts and by forms, lists in byte order, and what a bucket's rules let other origins do. Every bucket is
 * versioned; of signatures only those of forms are checked, as made by `LOCAL_CREDENTIALS`.
 * (Others were tried: none had conditional writes and versions.)
 */
export async function startS3(): Promise<S3Server> {
  const buckets = new Map<string, Bucket>();
  const server = createServer((request, response) => {
    answer({ buckets, request })
      .catch(asAnswer)
      .then((result) => send({ request, response, answer: result, cors: corsOf({ buckets, request }) }))
      .catch(() => response.destroy());
  });
  return { ...(await listen(server)), buckets };
}

/** A request, and what may be asked for. */
interface Incoming {
  buckets: Map<string, Bucket>;
  request: IncomingMessage;
}

/** What a request's address names, as clients with `forcePathStyle` write it. */
function placeOf({ url = "" }: IncomingMessage): { name: string; key: string; search: string } {
  const [path = "", search = ""] = url.slice(1).split("?", 2);
  const slash = path.indexOf("/");
  const name = slash < 0 ? path : path.slice(0, slash);
  return { name, key: slash < 0 ? "" : decodeURIComponent(path.slice(slash + 1)), search };
}

/** A preflight has its headers in its own answer. */
function corsOf({ buckets, request }: Incoming): Record<string, string> {
  const { method = "", headers } = request;
  return corsHeaders({ method, headers, rules: buckets.get(placeOf(request).name)?.cors ?? [] });
}

async function answer({ buckets, request }: Incoming): Promise<Answer> {
  const { name, key, search } = placeOf(request);
  const body = await bodyOf(request);
  const { method = "" } = request;
  if (method === "PUT" && key === "") {
    buckets.set(name, buckets.get(name) ?? emptyBucket());
    return {};
  }
  const bucket = buckets.get(name);
  if (bucket === undefined) throw new S3Error(404, "NoSuchBucket");
  const { headers } = request;
  if (method === "OPTIONS") return { headers: preflight({ headers, rules: bucket.cors }) };
  const type = headers["content-type"] ?? "";
  if (method === "POST" && key === "" && type.startsWith("multipart/form-data")) {
    const { secretAccessKey } = LOCAL_CREDENTIALS.credentials;
    const posted = await postObject({ name, bucket, type, body, secretAccessKey, now: Date.now() });
    return { status: 204, ...stored(posted) };
  }
  const call = { method, bucket, key, query: new URLSearchParams(search), headers, body };
  if (method === "PUT" && headers["x-amz-copy-source"] !== undefined) return copy({ ...call, buckets });
  return key === "" ? ofBucket(call) : ofObject(call);
}

function ofBucket({ method, bucket, query, body }: Call): Answer {
  if (method === "GET") {
    return { body: query.has("versions") ? listVersions(bucket, query) : listObjects(bucket, query) };
  }
  if (method === "POST" && query.has("delete")) {
    for (const object of textsOf(body.toString(), "Object", ["Key", "VersionId"])) {
      remove({ bucket, key: object.Key ?? "", versionId: object.VersionId });
    }
    return { body: element("DeleteResult", []) };
  }
  throw new S3Error(501, "NotImplemented");
}

function ofObject(call: Call): Answer {
  const { method, bucket, key, query, headers, body } = call;
  const uploadId = query.get("uploadId");
  if (uploadId !== null || query.has("uploads")) return ofUpload({ ...call, uploadId: uploadId ?? "" });
  if (method === "GET" || method === "HEAD") return read(call);
  if (method === "PUT") {
    const conditions = { ifNoneMatch: headers["if-none-match"], ifMatch: headers["if-match"] };
    return stored(put({ bucket, key, body, etag: etagOf(body), ...conditions }));
  }
  if (method === "DELETE") {
    remove({ bucket, key, versionId: query.get("versionId") ?? undefined });
    return { status: 204 };
  }
  throw new S3Error(501, "NotImplemented");
}

function ofUpload({
  method,
  bucket,
  key,
  query,
  headers,
  body,
  uploadId,
}: Call & { uploadId: string }): Answer {
  if (method === "POST" && uploadId === "") {
    const id = nextId();
    bucket.uploads.set(id, { key, parts: new Map() });
    return {
      body: element("InitiateMultipartUploadResult", [
        ["Key", key],
        ["UploadId", id],
      ]),
    };
  }
  if (method === "PUT") {
    const etag = etagOf(body);
    uploadOf(bucket, uploadId).parts.set(Number(query.get("partNumber")), { etag, body });
    return { headers: { etag } };
  }
  if (method === "POST") {
    const parts = textsOf(body.toString(), "Part", ["PartNumber", "ETag"]).map((part) => ({
      number: Number(part.PartNumber),
      etag: part.ETag ?? "",
    }));
    const version = complete({ bucket, uploadId, parts, ifNoneMatch: headers["if-none-match"] });
    const result = element("CompleteMultipartUploadResult", [
      ["Key", key],
      ["ETag", version.etag],
    ]);
    return { ...stored(version), body: result };
  }
  uploadOf(bucket, uploadId);
  bucket.uploads.delete(uploadId);
  return { status: 204 };
}

/** Copies the newest version of an object, or the one its source names. */
function copy({ bucket, key, headers, buckets }: Call & { buckets: Map<string, Bucket> }): Answer {
  const [path = "", search = ""] = String(headers["x-amz-copy-source"]).replace(/^\//, "").split("?", 2);
  const slash = path.indexOf("/");
  const from = buckets.get(path.slice(0, slash));
  if (from === undefined) throw new S3Error(404, "NoSuchBucket");
  const fromKey = decodeURIComponent(path.slice(slash + 1));
  const version = versionAt(from, fromKey, new URLSearchParams(search).get("versionId"));
  const match = headers["x-amz-copy-source-if-match"];
  if (match !== undefined && match !== version.etag) throw new S3Error(412, "PreconditionFailed");
  const made = put({ bucket, key, body: version.body, etag: version.etag });
  const result = element("CopyObjectResult", [
    ["ETag", made.etag],
    ["LastModified", made.lastModified],
  ]);
  return { ...stored(made), body: result };
}

/** @throws NoSuchKey, NoSuchVersion */
function versionAt(bucket: Bucket, key: string, versionId: string | null): ObjectVersion {
  const version =
    versionId === null
      ? current(bucket, key)
      : bucket.objects.get(key)?.find((one) => one.versionId === versionId);
  if (version === undefined) throw new S3Error(404, versionId === null ? "NoSuchKey" : "NoSuchVersion");
  return version;
}

function stored({ etag, versionId }: ObjectVersion): Answer {
  return { headers: { etag, "x-amz-version-id": versionId } };
}

function read({ bucket, key, query, headers }: Call): Answer {
  const version = versionAt(bucket, key, query.get("versionId"));
  const { body, etag } = version;
  if (body === null) throw new S3Error(405, "MethodNotAllowed");
  if (headers["if-match"] !== undefined && headers["if-match"] !== etag) {
    throw new S3Error(412, "PreconditionFailed");
  }
  const common = { ...stored(version).headers, "accept-ranges": "bytes", ...wantedHeaders(query) };
  const range = rangeOf(headers.range, body.length);
  if (range === null) return { headers: common, body };
  const { start, end } = range;
  const place = { "content-range": `bytes ${start}-${end - 1}/${body.length}` };
  return { status: 206, headers: { ...common, ...place }, body: body.subarray(start, end) };
}

/** Headers that a signed address asks for: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
function wantedHeaders(query: URLSearchParams): Record<string, string> {
  const names = ["content-type", "content-disposition"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = query.get(`response-${name}`);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** The range a header asks for, its end exclusive; null where it asks for none that can be read. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
  if (last !== "" && first !== "" && Number(last) < start) return null;
  if (start >= size) throw new S3Error(416, "InvalidRange");
  return { start, end };
}

function asAnswer(error: unknown): Answer {
  if (!(error instanceof S3Error)) throw error;
  return {
    status: error.status,
    body: element("Error", [
      ["Code", error.code],
      ["Message", error.message],
    ]),
  };
}

function send(input: {
  request: IncomingMessage;
  response: ServerResponse;
  answer: Answer;
  cors: Record<string, string>;
}): void {
  const { status = 200, headers = {}, body = "" } = input.answer;
  const length = status === 204 ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const type = typeof body === "string" ? { "content-type": "application/xml" } : {};
  input.response.writeHead(status, { ...type, ...length, ...input.cors, ...headers });
  input.response.end(input.request.method === "HEAD" || status === 204 ? undefined : body);
}
