import { createHash } from "node:crypto";
import type { Cache } from "../cache/index.ts";
import type { Notifier } from "./notifier.ts";

/** What went wrong in one piece of work, told at once. */
export interface Digest {
  /** What it is about, for people: `customer records without a phone`. */
  subject: string;
  /** How many things there were in all, those without a fault included. */
  of: number;
  /** How often for each reason. */
  reasons: ReadonlyMap<string, number>;
  /** Phones as they were written, those of the faults; they are masked. */
  phones: readonly string[];
}

/** Enough to see what kind of mistake it is. */
const MAX_SAMPLES = 5;

/** The same digest is not worth reading twice in this time: a queue delivers a message again. */
const REPEATED_MS = 10 * 60_000;

/** More messages in a minute nobody reads; Slack itself takes one a second for a webhook (docs.slack.dev, rate limits). */
const MAX_PER_MINUTE = 6;

/**
 * The last four digits, `***4567`; none where there are fewer than seven, which would be most of them.
 */
export function maskPhone(text: string): string {
  const digits = text.replace(/\D/g, "");
  return digits.length < 7 ? "***" : `***${digits.slice(-4)}`;
}

/** A digest as people read it: how many, why, and at most five masked samples. */
export function digestText({ subject, of, reasons, phones }: Digest): string {
  const count = [...reasons.values()].reduce((sum, one) => sum + one, 0);
  const lines = [`${count} of ${of} ${subject}`];
  for (const [reason, times] of [...reasons].sort(([a], [b]) => (a < b ? -1 : 1)))
    lines.push(`• ${reason}: ${times}`);
  const samples = [...new Set(phones.map(maskPhone))].slice(0, MAX_SAMPLES);
  if (samples.length > 0) lines.push(`for example ${samples.join(", ")}`);
  return lines.join("\n");
}

/** `repeated`: the same was said in the last ten minutes. `limited`: too much was said in the last minute. */
export type DigestOutcome = "sent" | "failed" | "repeated" | "limited";

/**
 * Tells people a digest, unless they have just been told. It never throws: where the cache cannot count nothing is sent, since every
 * invocation would send then.
 */
export async function sendDigest(input: {
  digest: Digest;
  cache: Pick<Cache, "count">;
  notifier: Notifier;
}): Promise<DigestOutcome> {
  const { digest, cache, notifier } = input;
  const text = digestText(digest);
  const hash = createHash("sha256").update(text).digest("hex");
  try {
    if ((await cache.count({ key: `digest:${hash}`, windowMs: REPEATED_MS })) > 1) return "repeated";
    if ((await cache.count({ key: "digests", windowMs: 60_000 })) > MAX_PER_MINUTE) return "limited";
    return await notifier.notify({ text });
  } catch {
    return "failed";
  }
}
