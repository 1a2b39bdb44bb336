import { createHash } from "node:crypto";

/** S3 writes 16 to 18 hexadecimal digits today; the rest is room. */
const SEQUENCER_LENGTH = 24;

/** Long enough that two uploads never meet, short enough to read aloud; also the execution's name (at most 80). */
const RUN_ID_LENGTH = 20;

/** The run of one upload: the same upload, announced twice, is the same run. */
export function runIdOf(upload: { bucket: string; key: string; version: string }): string {
  const name = JSON.stringify([upload.bucket, upload.key, upload.version]);
  return createHash("sha256").update(name).digest("hex").slice(0, RUN_ID_LENGTH);
}

/**
 * An upload's place among all uploads of its tenant, as text that compares byte by byte.
 *
 * @param upload.eventTime - when the file arrived, in ms
 * @param upload.sequencer - S3's hexadecimal sequencer, which orders events of one key; shorter ones are padded on the
 *   right with zeros, as https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html says
 */
export function uploadOrder(upload: { eventTime: number; sequencer: string; runId: string }): string {
  return [
    String(upload.eventTime).padStart(15, "0"),
    upload.sequencer.toUpperCase().padEnd(SEQUENCER_LENGTH, "0"),
    upload.runId,
  ].join("-");
}

/** A row's place among all rows a tenant ever uploaded, as text that compares byte by byte. */
export function positionOf(input: { order: string; row: number }): string {
  return `${input.order}#${String(input.row).padStart(10, "0")}`;
}
