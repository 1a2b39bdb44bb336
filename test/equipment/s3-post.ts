import { createHmac } from "node:crypto";
import * as z from "zod";
import { type Bucket, etagOf, type ObjectVersion, put, S3Error } from "./s3-store.ts";

const Policy = z.object({
  expiration: z.iso.datetime(),
  conditions: z.array(
    z.union([
      z.tuple([z.literal("content-length-range"), z.number(), z.number()]),
      z.tuple([z.enum(["eq", "starts-with"]), z.string(), z.string()]),
      z.record(z.string(), z.string()),
    ]),
  ),
});
type Condition = z.infer<typeof Policy>["conditions"][number];

/** Fields that no condition need name: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
const UNLISTED = /^(policy|x-amz-signature|x-ignore-.*)$/;

/**
 * Puts an object as a browser's form asks, if the form's policy is signed and allows it. Fields after the file are ignored.
 *
 * @throws S3Error as S3 answers
 */
export async function postObject(input: {
  name: string;
  bucket: Bucket;
  type: string;
  body: Buffer;
  secretAccessKey: string;
  now: number;
}): Promise<ObjectVersion> {
  const { name, bucket, type, secretAccessKey, now } = input;
  const { fields, file } = await formOf(input.body, type);
  checkSignature(fields, secretAccessKey);
  const text = Buffer.from(fields.get("policy") ?? "", "base64").toString();
  const { expiration, conditions } = Policy.parse(JSON.parse(text));
  if (Date.parse(expiration) <= now) throw denied("Policy expired.");
  const values = new Map([...fields, ["bucket", name]]);
  const listed = new Set(conditions.map(fieldOf));
  const extra = [...fields.keys()].filter((field) => !UNLISTED.test(field) && !listed.has(field));
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(", ")}`);
  const failed = conditions.find((condition) => !holds(condition, values));
  if (failed !== undefined) throw denied(`Policy Condition failed: ${JSON.stringify(failed)}`);
  for (const condition of conditions) {
    if (!Array.isArray(condition) || condition[0] !== "content-length-range") continue;
    const [, least, most] = condition;
    if (file.length < least) throw new S3Error(400, "EntityTooSmall");
    if (file.length > most) throw new S3Error(400, "EntityTooLarge");
  }
  return put({ bucket, key: fields.get("key") ?? "", body: file, etag: etagOf(file) });
}

async function formOf(body: Buffer, type: string): Promise<{ fields: Map<string, string>; file: Buffer }> {
  const form = await new Response(new Uint8Array(body), { headers: { "Content-Type": type } })
    .formData()
    .catch(() => {
      throw new S3Error(400, "MalformedPOSTRequest");
    });
  const entries = [...form.entries()];
  const files = entries.filter(([, value]) => typeof value !== "string");
  const [at, found] = [entries.findIndex(([name]) => name === "file"), form.get("file")];
  if (files.length !== 1 || !(found instanceof Blob))
    throw new S3Error(400, "InvalidArgument", "POST requires exactly one file upload per request.");
  const fields = new Map<string, string>();
  // Their names are compared without their case.
  for (const [name, value] of entries.slice(0, at))
    if (typeof value === "string") fields.set(name.toLowerCase(), value);
  return { fields, file: Buffer.from(await found.arrayBuffer()) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html */
function checkSignature(fields: Map<string, string>, secretAccessKey: string): void {
  const [, ...scope] = (fields.get("x-amz-credential") ?? "").split("/");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  let key: string | Buffer = `AWS4${secretAccessKey}`;
  for (const part of scope) key = hmac(key, part);
  const signature = hmac(key, fields.get("policy") ?? "").toString("hex");
  if (scope.length !== 4 || signature !== fields.get("x-amz-signature"))
    throw new S3Error(403, "SignatureDoesNotMatch");
}

function fieldOf(condition: Condition): string {
  const field = Array.isArray(condition) ? condition[1] : Object.keys(condition)[0];
  return String(field).replace(/^\$/, "").toLowerCase();
}

function holds(condition: Condition, values: Map<string, string>): boolean {
  if (!Array.isArray(condition))
    return Object.entries(condition).every(([field, value]) => values.get(field.toLowerCase()) === value);
  if (condition[0] === "content-length-range") return true;
  const value = values.get(fieldOf(condition));
  return condition[0] === "eq" ? value === condition[2] : value?.startsWith(condition[2]) === true;
}

function denied(why: string): S3Error {
  return new S3Error(403, "AccessDenied", `Invalid according to Policy: ${why}`);
}
