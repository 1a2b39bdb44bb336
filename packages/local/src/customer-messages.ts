import { createReadStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { MillraceError } from "@millrace/core/error";
import type { QueueRecord } from "@millrace/core/statistics";
import * as z from "zod";
import { isMissing } from "./store/file-error.ts";

/** An SQS event is at most 6 MB, which is what Lambda takes; more than ten times that was not meant to be one. */
const MAX_EVENT_BYTES = 64 * 1024 * 1024;

/** Enough to see how a file begins, behind a byte order mark and blank lines. */
const BEGINNING_BYTES = 1_024;

/** As Lambda gets it; what a record holds is looked at one by one, and an id may be missing, as in the seed's example. */
const QueueEvent = z.looseObject({ Records: z.array(z.unknown()) });
const Message = z.looseObject({ messageId: z.string().min(1).optional(), body: z.string() });

/**
 * Messages about customers from a file: an SQS event as JSON, or one phone a line, which is read as it is needed. Blank lines are none.
 * What has no id of its own is called by its place: `record 3`, `line 3`.
 *
 * @throws Input.Invalid where there is no such file, or it begins like JSON and is no SQS event
 */
export async function* customerMessages(path: string): AsyncGenerator<QueueRecord> {
  const beginning = await beginningOf(path);
  yield* beginning.startsWith("{") ? ofEvent(path) : ofLines(path);
}

async function beginningOf(path: string): Promise<string> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
    const { size } = await file.stat();
    // trimStart takes a byte order mark away as well.
    const beginning = buffer.toString("utf8", 0, bytesRead).trimStart();
    if (beginning.startsWith("{") && size > MAX_EVENT_BYTES)
      throw new MillraceError(
        "Input.Invalid",
        "the file is too large for an SQS event: give one phone a line",
      );
    return beginning;
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new MillraceError("Input.Invalid", `there is no file ${path}`, { cause: error });
  }
}

async function* ofEvent(path: string): AsyncGenerator<QueueRecord> {
  const event = QueueEvent.safeParse(json((await readFile(path, "utf8")).replace(/^\uFEFF/, "")));
  if (!event.success) throw notAnEvent();
  for (const [index, record] of event.data.Records.entries()) {
    const { data } = Message.safeParse(record);
    // Without a body it is a message that cannot be read, and fails alone.
    yield { messageId: data?.messageId ?? `record ${index + 1}`, body: data?.body ?? "" };
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAnEvent();
  }
}

function notAnEvent(): MillraceError {
  return new MillraceError(
    "Input.Invalid",
    'the file is no SQS event: {"Records":[{"body":"…"}]}, or one phone a line',
  );
}

async function* ofLines(path: string): AsyncGenerator<QueueRecord> {
  let number = 0;
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++;
    const phone = line.trim();
    if (phone !== "")
      yield { messageId: `line ${number}`, body: JSON.stringify({ detail: { customer: { phone } } }) };
  }
}
