import { MillraceError } from "@millrace/core/error";
import * as z from "zod";
import { parseEvent } from "./parse.ts";

/** An object that arrived in a bucket. */
export interface ObjectCreated {
  bucket: string;
  key: string;
  /** Null where the bucket keeps no versions. */
  version: string | null;
  bytes: number;
  /** ms */
  eventTime: number;
  sequencer: string;
}

/** What a message from S3 says. */
export interface StorageMessage {
  created: ObjectCreated[];
  /** Events of other types: deletions, restores, lifecycle. */
  others: string[];
}

const Sequencer = z.string().max(24).default("");
const Bucket = z.looseObject({ name: z.string().min(1) });
const Key = z.string().min(1);
const Time = z.iso.datetime({ offset: true }).transform((time) => Date.parse(time));

/**
 * A bucket's own notification.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
const Notification = z.looseObject({
  Records: z
    .array(
      z.looseObject({
        eventSource: z.literal("aws:s3"),
        eventName: z.string().min(1),
        eventTime: Time,
        s3: z.looseObject({
          bucket: Bucket,
          object: z.looseObject({
            key: Key,
            // Not there in events about objects that are gone.
            size: z.number().nonnegative().default(0),
            versionId: z.string().min(1).nullish(),
            sequencer: Sequencer,
          }),
        }),
      }),
    )
    .min(1),
});

/** What S3 sends once, when the notification is configured. */
const TestEvent = z.looseObject({ Service: z.literal("Amazon S3"), Event: z.literal("s3:TestEvent") });

/**
 * The same through EventBridge.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
const BusEvent = z.looseObject({
  source: z.literal("aws.s3"),
  "detail-type": z.string().min(1),
  time: Time,
  detail: z.looseObject({
    bucket: Bucket,
    object: z.looseObject({
      key: Key,
      size: z.number().nonnegative().default(0),
      "version-id": z.string().min(1).nullish(),
      sequencer: Sequencer,
    }),
  }),
});

/**
 * Reads an event of S3 in either of its shapes. Keys of a bucket's own notification are URL-encoded with `+` for spaces,
 * and decoded once; EventBridge's are as they are.
 *
 * @throws Input.Invalid
 */
export function storageMessage(event: unknown): StorageMessage {
  if (TestEvent.safeParse(event).success) return { created: [], others: [] };
  const bus = BusEvent.safeParse(event);
  if (bus.success) return fromBus(bus.data);
  const { Records: records } = parseEvent({ schema: Notification, event, what: "event of an S3 bucket" });
  const message: StorageMessage = { created: [], others: [] };
  for (const { eventName, eventTime, s3 } of records) {
    // "ObjectCreated:Put"; some senders keep the "s3:" of the configuration.
    if (!/^(s3:)?ObjectCreated:/.test(eventName)) {
      message.others.push(eventName);
      continue;
    }
    const { key, size, versionId, sequencer } = s3.object;
    message.created.push({
      bucket: s3.bucket.name,
      key: decodeKey(key),
      version: versionId ?? null,
      bytes: size,
      eventTime,
      sequencer,
    });
  }
  return message;
}

function fromBus({ "detail-type": type, time, detail }: z.infer<typeof BusEvent>): StorageMessage {
  if (type !== "Object Created") return { created: [], others: [type] };
  const { key, size, "version-id": version, sequencer } = detail.object;
  const { name } = detail.bucket;
  const created = { bucket: name, key, version: version ?? null, bytes: size, eventTime: time, sequencer };
  return { created: [created], others: [] };
}

function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch (cause) {
    throw new MillraceError("Input.Invalid", "the key in the event of the bucket is not URL-encoded", {
      cause,
    });
  }
}
