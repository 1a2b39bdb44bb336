import type { Clock } from "@millrace/core/clock";
import type { Log } from "@millrace/core/log";
import { say } from "@millrace/core/sentence";
import { withoutData } from "@millrace/core/step";
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { ApiEnv } from "./deps.ts";
import { Problem } from "./problem.ts";

/** So often the stores are looked at: people see changes as they happen. */
const LOOK_MS = 500;
/** Looking takes no more than this share of the time, however large the runs: longer looks are fewer. */
const SHARE = 0.05;
/** Nobody waits longer for a look. */
const LONGEST_WAIT_MS = 5_000;
/** Sooner than any proxy gives a silent connection up. */
const HEARTBEAT_MS = 15_000;
/** A stream goes on for so long after what it tells of is over: what comes last is told, too. */
const LINGER_MS = 5_000;
/** A stream that lasts longer ends, to be asked for again: with a key that may have been revoked meanwhile. */
const LONGEST_MS = 10 * 60_000;
/** A browser opens six connections to one server; the rest is for programs. */
const MOST_STREAMS = 20;
/** Seconds until the client of one stream too many is told to ask again. */
const RETRY_AFTER_S = 5;

/** An event as it is sent. */
export interface LiveEvent {
  event: string;
  /** JSON */
  data: string;
}

/** Looks at the stores: what is new since the last look, and whether nothing more is to be expected. */
export type Look = () => Promise<{ events: LiveEvent[]; isOver: boolean }>;

interface StreamDeps {
  clock: Clock;
  log: Log;
  /** Ends all streams. */
  ending: AbortSignal;
}

/**
 * Answers with server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * A client that reads slowly is looked for less often. One that goes away ends its stream at once.
 */
export function eventStreams(deps: StreamDeps) {
  const open = new Map<string, number>();

  return {
    /** @throws Problem where the key has too many streams already */
    answer(c: Context<ApiEnv>, look: Look): Response {
      // The body of an answer to HEAD is thrown away, not closed: nobody would end the stream.
      if (c.req.method === "HEAD") return c.body(null, 200, { "Content-Type": "text/event-stream" });
      const { id } = c.var.apiKey;
      const count = open.get(id) ?? 0;
      if (count >= MOST_STREAMS) {
        c.header("Retry-After", String(RETRY_AFTER_S));
        throw new Problem("rate-limited", { detail: say("request.streams", { most: MOST_STREAMS }) });
      }
      open.set(id, count + 1);
      const response = streamSSE(c, async (stream) => {
        try {
          await send(stream, look, deps);
        } catch (error) {
          const { name, message } = withoutData(error);
          deps.log.warn(say("log.stream"), { errorName: name, reason: message });
        } finally {
          const left = (open.get(id) ?? 1) - 1;
          if (left === 0) open.delete(id);
          else open.set(id, left);
        }
      });
      // The helper's own values would let a cache keep it, if it asks again, and hold a server that ends up by connections that are idle.
      response.headers.set("Cache-Control", "no-store");
      response.headers.set("Connection", "close");
      return response;
    },
  };
}

async function send(stream: SSEStreamingApi, look: Look, { clock, ending }: StreamDeps): Promise<void> {
  const gone = new AbortController();
  stream.onAbort(() => gone.abort());
  const signal = AbortSignal.any([gone.signal, ending]);
  // It also ends a write that waits for a client that does not read.
  const giveUp = () => stream.abort();
  ending.addEventListener("abort", giveUp);
  const tooLong = clock.sleep(LONGEST_MS, gone.signal).then(giveUp, () => {});
  try {
    await lookAndTell({ stream, look, clock, signal });
  } finally {
    ending.removeEventListener("abort", giveUp);
    gone.abort();
    await tooLong;
  }
}

async function lookAndTell(input: {
  stream: SSEStreamingApi;
  look: Look;
  clock: Clock;
  signal: AbortSignal;
}): Promise<void> {
  const { stream, look, clock, signal } = input;
  let told = clock.now();
  let over: number | null = null;
  while (!signal.aborted) {
    const begun = clock.now();
    const { events, isOver } = await look();
    const took = clock.now() - begun;
    for (const event of events) await stream.writeSSE(event);
    const now = clock.now();
    if (events.length > 0) told = now;
    else if (now - told >= HEARTBEAT_MS) {
      await stream.write(": still here\n\n");
      told = now;
    }
    over = isOver ? (over ?? now) : null;
    if (over !== null && now - over >= LINGER_MS) return;
    await clock.sleep(Math.min(LONGEST_WAIT_MS, Math.max(LOOK_MS, took / SHARE)), signal).catch(() => {});
  }
}
