import { createHmac, timingSafeEqual } from "node:crypto";
import { MillraceError } from "@millrace/core/error";
import type { UploadForm } from "@millrace/core/preview";
import { type SentenceCode, say } from "@millrace/core/sentence";
import * as z from "zod";

/** What one form allows: the same as S3's policies say of theirs. */
const Policy = z.object({
  key: z.string(),
  maxBytes: z.number(),
  /** In ms. */
  expiresAt: z.number(),
});
export type Policy = z.infer<typeof Policy>;

/** Whatever a file is: a browser that is shown it downloads it. */
const TYPE = "application/octet-stream";

/** A form's fields for a policy, signed so that nobody can change it. */
export function signedFields(policy: Policy, secret: Uint8Array): UploadForm["fields"] {
  const text = Buffer.from(JSON.stringify(policy)).toString("base64url");
  return { key: policy.key, "Content-Type": TYPE, policy: text, signature: signatureOf(text, secret) };
}

/**
 * The policy of a form that was sent, after everything but its file has been checked.
 *
 * @param input.key - the object that the form is to be for
 * @param input.now - in ms
 * @throws Input.Invalid
 */
export function checkedPolicy(input: {
  fields: ReadonlyMap<string, string>;
  key: string;
  secret: Uint8Array;
  now: number;
}): Policy {
  const { fields, key, secret, now } = input;
  const text = fields.get("policy") ?? "";
  if (!isSame(fields.get("signature") ?? "", signatureOf(text, secret))) throw refused("form.policy");
  const policy = Policy.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  if (policy.expiresAt <= now) throw refused("form.late");
  const expected = signedFields(policy, secret);
  const isAsGiven =
    fields.size === Object.keys(expected).length &&
    Object.entries(expected).every(([name, value]) => fields.get(name) === value);
  if (!isAsGiven || policy.key !== key) throw refused("form.fields");
  return policy;
}

type FormSentence = Extract<SentenceCode, `form.${string}`>;

/** A form that is not taken, and why. */
export function refused(why: FormSentence, options: { cause?: unknown } = {}): MillraceError {
  return new MillraceError("Input.Invalid", say(why), options);
}

function signatureOf(policy: string, secret: Uint8Array): string {
  return createHmac("sha256", secret).update(policy).digest("hex");
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
