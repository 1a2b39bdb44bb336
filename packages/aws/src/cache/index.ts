import type { Acquired, Cache, CacheEntry, CacheWrite } from "@millrace/core/cache";
import { stampOf } from "@millrace/core/cache";
import type { Clock } from "@millrace/core/clock";
import { MillraceError } from "@millrace/core/error";
import { say } from "@millrace/core/sentence";
import { Redis } from "@upstash/redis";
import * as z from "zod";
import {
  ACQUIRE,
  COUNT,
  INVALIDATE,
  INVALIDATE_GROUP,
  RELEASE,
  STAMP,
  WRITE,
  WRITE_KEYS,
} from "./scripts.ts";

/** A cache that is slower than this is no help: the database is asked instead. */
const TIMEOUT_MS = 300;

/** Nobody waits for a write of many entries but a queue's worker, whom it spares hundreds of queries. */
const BULK_TIMEOUT_MS = 3_000;

/** Entries one script writes: Redis does nothing else for that long, about half a millisecond. */
const ENTRIES_PER_SCRIPT = 100;

/** Of Upstash's 10 MB for a request. A larger one would only make the timeout likelier. */
const BYTES_PER_REQUEST = 1_000_000;

/** Longer than any load, which it must outlive: a query ends after 900 s, and so does a function. */
const FENCE_MS = 3_600_000;

/** What is not an entry has a name no entry can have: their parts are URL-encoded, and `@` would be `%40`. */
const CLOCK = "@clock";
const NONE = "@none";
const fenceOf = (key: string) => `@fence:${key}`;
const leaseOf = (key: string) => `@lease:${key}`;
const groupFenceOf = (group: string | undefined) => (group === undefined ? NONE : `@group:${group}`);
const rankingOf = (name: string | undefined) => (name === undefined ? NONE : `@ranking:${name}`);
const countOf = (key: string) => `@count:${key}`;

const Texts = z.array(z.string().nullable());
const Members = z.array(z.string());
const StampText = z.string().regex(/^\d+$/).transform(Number);
const One = z.literal(1);
/** Of each script's entries. */
const Flags = z.array(z.array(z.literal([0, 1]).transform((flag) => flag === 1)));
const Answer = z.union([
  z.tuple([z.literal("held")]),
  z.tuple([z.literal("granted"), StampText]),
  z.tuple([z.literal("stored"), z.string()]),
]);

/**
 * The cache in Upstash Redis, over its REST API: every method is one request, {@link Cache.write} one for each megabyte. No request is
 * repeated here, and each ends after 300 ms (a write of many entries after 3 s).
 *
 * The database is to be a regional one, or a global one without read regions: those lag behind, and would answer with what was invalidated.
 * Eviction is to be off, or fences might go before what they keep out.
 *
 * @param input.url - `https://….upstash.io`
 * @param input.timeoutMs - instead of 300, where a slow answer is better than none
 */
export function upstashCache(input: { url: string; token: string; clock: Clock; timeoutMs?: number }): Cache {
  const { clock, timeoutMs = TIMEOUT_MS } = input;
  const redis = client({ ...input, timeoutMs });
  const patient = client({ ...input, timeoutMs: Math.max(timeoutMs, BULK_TIMEOUT_MS) });
  const now = () => String(Math.floor(clock.now()));
  const run = <T>(schema: z.ZodType<T>, script: string, keys: string[], args: string[]) =>
    answering(schema, () => redis.eval<string[], unknown>(script, keys, args));

  return {
    async stamp() {
      return run(StampText, STAMP, [CLOCK], [now()]);
    },

    async read(keys) {
      if (keys.length === 0) return [];
      const groups = [...new Set(keys.map(({ group }) => groupFenceOf(group)))];
      const names = [...keys.map(({ key }) => key), ...groups];
      const texts = await answering(Texts, () => redis.mget<unknown[]>(names));
      const fences = new Map(groups.map((name, index) => [name, Number(texts[keys.length + index] ?? 0)]));
      return keys.map(({ group }, index) => {
        const entry = entryOf(texts[index] ?? null);
        return entry !== null && entry.stamp > (fences.get(groupFenceOf(group)) ?? 0) ? entry : null;
      });
    },

    async acquire({ key, group, owner, leaseMs, newerThan = 0 }) {
      const keys = [CLOCK, key, groupFenceOf(group), leaseOf(key)];
      const answer = await run(Answer, ACQUIRE, keys, [now(), owner, String(leaseMs), String(newerThan)]);
      return acquired(answer);
    },

    async release({ key, owner }) {
      await run(One, RELEASE, [leaseOf(key)], [owner]);
    },

    async write(entries) {
      const results: boolean[] = [];
      for (const request of requestsOf(entries)) {
        const pipeline = (entries.length === 1 ? redis : patient).pipeline();
        for (const some of request)
          pipeline.eval(WRITE, some.flatMap(writeKeys), some.flatMap(writeArguments));
        const answers = await answering(Flags, () => pipeline.exec<unknown[]>());
        results.push(...answers.flat());
      }
      return results;
    },

    async invalidate(keys) {
      if (keys.length === 0) return;
      const names = keys.flatMap((key) => [key, fenceOf(key)]);
      await run(One, INVALIDATE, [CLOCK, ...names], [now(), String(FENCE_MS)]);
    },

    async invalidateGroup(group) {
      await run(One, INVALIDATE_GROUP, [CLOCK, groupFenceOf(group)], [now()]);
    },

    async count({ key, windowMs }) {
      return run(z.number(), COUNT, [countOf(key)], [String(windowMs)]);
    },

    async mostUsed({ ranking, limit }) {
      const range = () => redis.zrange<unknown[]>(rankingOf(ranking), 0, limit - 1, { rev: true });
      return answering(Members, range);
    },
  };
}

function client(input: { url: string; token: string; timeoutMs: number }): Redis {
  const { url, token, timeoutMs } = input;
  return new Redis({
    url,
    token,
    // Values are text that only core reads, and JSON carries text as well as base64 does.
    automaticDeserialization: false,
    responseEncoding: false,
    // `retry: false` would still try twice.
    retry: { retries: 0 },
    // A function: the client answers an abort by a plain signal with the reason, as if it were the result.
    signal: () => AbortSignal.timeout(timeoutMs),
    enableAutoPipelining: false,
    enableTelemetry: false,
  });
}

/** Whatever keeps Redis from answering as it should, its refusals included. The client's errors are not passed on: they quote the command and its data. */
async function answering<T>(schema: z.ZodType<T>, ask: () => Promise<unknown>): Promise<T> {
  try {
    return schema.parse(await ask());
  } catch (error) {
    throw new MillraceError("Cache.Unavailable", say("cache.unavailable.why", { reason: reasonOf(error) }));
  }
}

/** The name of an error, and Redis's own word for it such as WRONGPASS. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const [code] = /\b[A-Z]{3,}\b/.exec(error.message.slice(0, 40)) ?? [];
  return error.name === "UpstashError" && code !== undefined ? code : error.name;
}

function acquired(answer: z.infer<typeof Answer>): Acquired {
  if (answer[0] === "held") return { state: "held" };
  if (answer[0] === "granted") return { state: "granted", stamp: answer[1] };
  return { state: "stored", entry: { value: answer[1], stamp: stampOf(answer[1]) ?? 0 } };
}

/** Text without a stamp is none of ours, such as what another program wrote under the same key. */
function entryOf(text: string | null): CacheEntry | null {
  const stamp = text === null ? null : stampOf(text);
  return text === null || stamp === null ? null : { value: text, stamp };
}

function writeKeys({ key, group, ranking }: CacheWrite): string[] {
  const keys = [key, fenceOf(key), groupFenceOf(group), leaseOf(key), rankingOf(ranking?.name)];
  if (keys.length !== WRITE_KEYS) throw new TypeError("the script expects other keys");
  return keys;
}

function writeArguments({ value, stamp, ttlMs, owner, ranking }: CacheWrite): string[] {
  return [value, String(stamp), String(ttlMs), owner ?? "", ranking?.member ?? ""];
}

/** The scripts' entries, request by request. */
function requestsOf(entries: readonly CacheWrite[]): CacheWrite[][][] {
  const requests: CacheWrite[][][] = [];
  let bytes = BYTES_PER_REQUEST;
  for (const entry of entries) {
    const size = [...writeKeys(entry), ...writeArguments(entry)].reduce((sum, text) => sum + sizeOf(text), 0);
    if (bytes + size > BYTES_PER_REQUEST) {
      requests.push([[]]);
      bytes = 0;
    }
    bytes += size;
    const request = requests.at(-1);
    const script = request?.at(-1);
    if (script !== undefined && script.length < ENTRIES_PER_SCRIPT) script.push(entry);
    else {
      request?.push([entry]);
      bytes += WRITE.length;
    }
  }
  return requests;
}

/** As it is sent: JSON text whose quotes are escaped. */
function sizeOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
