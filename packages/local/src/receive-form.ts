import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { MillraceError } from "@millrace/core/error";
import { MEGABYTE } from "@millrace/core/file";
import type { ObjectStore } from "@millrace/core/object";
import { say } from "@millrace/core/sentence";
import { checkedPolicy, type Policy, refused } from "./upload-form.ts";

/** What a form has beside its file: fields, names and boundaries of some hundred bytes each. */
const MOST_BESIDE = 64 * 1024;
/** More than any form of ours has. */
const MOST_FIELDS = 10;
const MOST_FIELD_BYTES = 4 * 1024;

/** A form as it comes in. */
interface Receipt {
  fields: Map<string, string>;
  /** Why it is not taken. The rest is read all the same: who sends hears nothing before. */
  refusal: unknown;
  stored: Promise<unknown> | null;
}

/**
 * Takes a form with one file, as its policy allows, and keeps the file as an object. Of a form that is not taken, or breaks off,
 * nothing is left.
 *
 * @param input.key - the object that the form is to be for
 * @throws Input.Invalid, LeadFile.TooLarge: why it is not taken
 */
export async function receiveForm(
  input: { request: Request; key: string; maxBytes: number; secret: Uint8Array; now: number },
  { objects }: { objects: ObjectStore },
): Promise<void> {
  const { request, key, maxBytes, secret, now } = input;
  const type = request.headers.get("Content-Type") ?? "";
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(type) || request.body === null)
    throw refused("form.type");
  if (Number(request.headers.get("Content-Length")) > maxBytes + MOST_BESIDE) throw tooLong(maxBytes);
  const broken = new AbortController();
  const receipt: Receipt = { fields: new Map(), refusal: null, stored: null };
  const refuse = (reason: unknown) => {
    receipt.refusal ??= reason;
  };
  const ended = Promise.withResolvers<void>();
  // Nobody waits for it where no file came.
  ended.promise.catch(() => {});
  const form = formReader(type, receipt, refuse);
  form.on("file", (name, file) => {
    // Nobody else hears it of a file that is not read (any more), and unheard it would end the process.
    file.on("error", () => {});
    broken.signal.addEventListener("abort", () => file.destroy(new Error("the form broke off")));
    try {
      if (name !== "file") throw refused("form.name");
      const policy = checkedPolicy({ fields: receipt.fields, key, secret, now });
      const body = piecesOf({ file, policy, receipt, ended: ended.promise });
      receipt.stored = objects.put({ key, body }).catch((error: unknown) => {
        refuse(error);
        // Where the form goes on the store has failed, and nobody reads the file any more.
        broken.abort();
      });
    } catch (error) {
      refuse(error);
      file.resume();
    }
  });
  try {
    await pipeline(Readable.fromWeb(request.body), form, { signal: broken.signal });
    ended.resolve();
  } catch (error) {
    refuse(refused("form.broken", { cause: error }));
    broken.abort();
    ended.reject(error);
  }
  await receipt.stored;
  if (receipt.refusal !== null) throw receipt.refusal;
  if (receipt.stored === null) throw refused("form.noFile");
}

/** What reads a form, and its fields into the receipt. */
function formReader(type: string, { fields }: Receipt, refuse: (reason: unknown) => void): BusboyInstance {
  const limits = { files: 1, fields: MOST_FIELDS, fieldSize: MOST_FIELD_BYTES };
  const form = new Busboy({ headers: { "content-type": type }, limits });
  form.on("field", (name, value) => {
    if (fields.has(name)) refuse(refused("form.twice"));
    fields.set(name, value);
  });
  // The pipeline hears it, but not what comes once it has ended.
  form.on("error", () => {});
  form.on("filesLimit", () => refuse(refused("form.files")));
  form.on("fieldsLimit", () => refuse(refused("form.fields")));
  return form;
}

/** The pieces of a file, which end only where the form has, as it is to be. */
async function* piecesOf(input: {
  file: AsyncIterable<Buffer>;
  policy: Policy;
  receipt: Receipt;
  ended: Promise<void>;
}): AsyncGenerator<Buffer> {
  const { file, policy, receipt, ended } = input;
  let bytes = 0;
  for await (const piece of file) {
    bytes += piece.length;
    if (bytes <= policy.maxBytes) yield piece;
  }
  await ended;
  if (bytes === 0) throw refused("form.empty");
  if (bytes > policy.maxBytes) throw tooLong(policy.maxBytes);
  if (receipt.refusal !== null) throw receipt.refusal;
}

function tooLong(maxBytes: number): MillraceError {
  return new MillraceError("LeadFile.TooLarge", say("file.upload", { megabytes: maxBytes / MEGABYTE }));
}
