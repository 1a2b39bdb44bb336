import { type DigestOutcome, sendDigest } from "../notify/index.ts";
import { withoutData } from "../step/index.ts";
import { loadStatistics, type PreloadDeps } from "./load.ts";
import { phoneOfMessage, type QueueRecord } from "./message.ts";
import { sanitisePhone } from "./phone.ts";
import { PHONES_PER_QUERY } from "./query.ts";

/** What became of a preload's records and phones. */
export interface PreloadSummary {
  records: number;
  /** Different ones. */
  phones: number;
  queries: number;
  pipelines: number;
  /** Phones whose statistics were stored. With `notFound` fewer than `phones` where newer entries were there, or records failed. */
  cached: number;
  /** Phones that no customer has; stored as such. */
  notFound: number;
  /** Records that name no phone, or none that is a number. They are done: another try would find the same. */
  withoutPhone: number;
  /** Records that are to be tried again. */
  failed: number;
}

export interface Preload {
  summary: PreloadSummary;
  failedMessageIds: string[];
  /** Those of `withoutPhone` that name something which is no phone number. */
  invalidPhones: number;
  /** Milliseconds that the queries took together. */
  queryMs: number;
  /** What became of the digest; null: there was nothing to tell. */
  digest: DigestOutcome | null;
}

/** Phones that are loaded together, and the messages that named them. */
interface Group {
  phones: string[];
  messageIds: string[];
  state: "open" | "done" | "failed";
}

/** More than a digest shows, since masked samples may be alike. */
const MAX_SAMPLES = 50;

/**
 * Stores the statistics of the customers that messages name in the cache, by one query and one pipeline for 500 phones. A message
 * that cannot be read fails alone; a query or a cache that fails, fails the messages of its phones. What names no phone is told in one digest.
 *
 * @param input.records - read as they come
 * @throws what reading `records` throws, and nothing else
 * @example
 * const { summary, failedMessageIds } = await preloadStatistics({ records: event.Records }, deps);
 */
export async function preloadStatistics(
  input: { records: Iterable<QueueRecord> | AsyncIterable<QueueRecord> },
  deps: PreloadDeps,
): Promise<Preload> {
  const preload = emptyPreload();
  const invalid: string[] = [];
  const groups = new Map<string, Group>();
  let group = emptyGroup();
  for await (const record of input.records) {
    preload.summary.records++;
    const read = readRecord(record, deps);
    if (read.outcome !== "phone") {
      if (read.outcome === "unreadable") fail(preload, [record.messageId]);
      else preload.summary.withoutPhone++;
      if (read.outcome === "invalid") {
        preload.invalidPhones++;
        if (invalid.length < MAX_SAMPLES) invalid.push(read.text);
      }
      continue;
    }
    const known = groups.get(read.phone);
    if (known === undefined) {
      groups.set(read.phone, group);
      group.phones.push(read.phone);
    }
    const { state, messageIds } = known ?? group;
    if (state === "open") messageIds.push(record.messageId);
    else if (state === "failed") fail(preload, [record.messageId]);
    if (group.phones.length === PHONES_PER_QUERY) {
      await loadGroup({ group, preload }, deps);
      group = emptyGroup();
    }
  }
  if (group.phones.length > 0) await loadGroup({ group, preload }, deps);
  preload.summary.phones = groups.size;
  if (preload.summary.withoutPhone > 0) preload.digest = await tell({ preload, invalid }, deps);
  return preload;
}

function emptyPreload(): Preload {
  const none = {
    records: 0,
    phones: 0,
    queries: 0,
    pipelines: 0,
    cached: 0,
    notFound: 0,
    withoutPhone: 0,
    failed: 0,
  };
  return { summary: none, failedMessageIds: [], invalidPhones: 0, queryMs: 0, digest: null };
}

function emptyGroup(): Group {
  return { phones: [], messageIds: [], state: "open" };
}

type Read =
  | { outcome: "phone"; phone: string }
  | { outcome: "invalid"; text: string }
  | { outcome: "missing" | "unreadable" };

function readRecord(record: QueueRecord, { settings, log }: PreloadDeps): Read {
  let text: string;
  try {
    text = phoneOfMessage(record);
  } catch (error) {
    const { name, message } = withoutData(error);
    log.warn(`a message was not preloaded: ${message}`, { errorName: name });
    return { outcome: "unreadable" };
  }
  if (text === "") return { outcome: "missing" };
  const phone = sanitisePhone({ text, homeCountry: settings.homeCountry });
  return phone === null ? { outcome: "invalid", text } : { outcome: "phone", phone };
}

async function loadGroup(input: { group: Group; preload: Preload }, deps: PreloadDeps): Promise<void> {
  const { group, preload } = input;
  const { summary } = preload;
  const { phones } = group;
  const loaded = await loadStatistics({ phones }, deps);
  summary.queries += loaded.queries;
  summary.pipelines += loaded.pipelines;
  summary.cached += loaded.cached;
  summary.notFound += loaded.notFound;
  preload.queryMs += loaded.queryMs;
  group.state = loaded.error === null ? "done" : "failed";
  if (loaded.error !== null) {
    fail(preload, group.messageIds);
    const { name, message } = loaded.error;
    deps.log.warn(`statistics of customers were not preloaded: ${message}`, {
      errorName: name,
      rows: phones.length,
    });
  }
  group.messageIds = [];
}

function fail(preload: Preload, messageIds: string[]): void {
  preload.summary.failed += messageIds.length;
  for (const id of messageIds) preload.failedMessageIds.push(id);
}

function tell(
  input: { preload: Preload; invalid: string[] },
  { cache, notifier }: PreloadDeps,
): Promise<DigestOutcome> {
  const { preload, invalid } = input;
  const { records, withoutPhone } = preload.summary;
  const counts = {
    "no phone": withoutPhone - preload.invalidPhones,
    "not a phone number": preload.invalidPhones,
  };
  const reasons = new Map(Object.entries(counts).filter(([, count]) => count > 0));
  const subject = "records about customers have no phone to preload statistics for";
  return sendDigest({ digest: { subject, of: records, reasons, phones: invalid }, cache, notifier });
}
