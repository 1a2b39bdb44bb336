import { EventSourceParserStream } from "eventsource-parser/stream";
import { useEffect, useRef, useState } from "react";
import type { output, ZodType } from "zod";
import { useSession } from "../session/session.ts";
import { pause, random } from "../system.ts";
import { send } from "./ask.ts";
import { ApiProblem } from "./problem.ts";

/** How often is asked where there is no stream: a batch takes seconds. */
const POLL_MS = 3_000;

/** Waits between connections: 1, 2, 4 … 30 s, each up to half as long again, so that many pages do not come back at once. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** What an event source sends, by the name of its event: `LIVE_EVENTS` or `LIVE_RUN_EVENTS` of the contract. */
export type LiveEvents = Readonly<Record<string, ZodType>>;

/** What is done with each of them. */
export type LiveHandlers<Events extends LiveEvents> = {
  [Name in keyof Events]?: (data: output<Events[Name]>) => void;
};

export interface Live {
  /** `on`: events come as they happen; `off`: there are none, or none at the moment, and queries are to ask again. */
  state: "on" | "off";
  /** For `refetchInterval` of the queries that the events would have kept up to date; false while events come. */
  pollMs: number | false;
}

/**
 * Listens to server-sent events as long as the page is seen. They are read by `fetch`, which can send the key; `EventSource` could not.
 * Where the session says that there are none, and while the connection is lost, `pollMs` has the queries ask again instead.
 *
 * @param input.path - such as `/api/live`; null: nothing to listen to, such as for a run that has ended
 * @param input.on - called with each event's data
 *
 * @example
 * const live = useLive<typeof LIVE_EVENTS>({ path: "/api/live", on: { runs: (page) => cache.setQueryData(["runs"], page) } });
 * const runs = useQuery({ queryKey: ["runs"], queryFn: ..., refetchInterval: live.pollMs });
 */
export function useLive<Events extends LiveEvents>(input: {
  path: string | null;
  on: LiveHandlers<Events>;
}): Live {
  const { live: isOffered } = useSession();
  const [state, setState] = useState<Live["state"]>("off");
  const handlers = useRef(input.on);
  useEffect(() => {
    handlers.current = input.on;
  });
  const path = isOffered ? input.path : null;
  useEffect(() => {
    if (path === null) return;
    let ending = new AbortController();
    const begin = () => {
      ending = new AbortController();
      void listen({ path, signal: ending.signal, onState: setState, onEvent });
    };
    const onEvent = (name: string, data: string) => {
      const handler: ((data: never) => void) | undefined = handlers.current[name];
      // Like the API's other answers: delivered together with this page.
      handler?.(JSON.parse(data) as never);
    };
    const onVisibility = () => {
      ending.abort();
      if (document.visibilityState === "visible") begin();
      else setState("off");
    };
    document.addEventListener("visibilitychange", onVisibility);
    if (document.visibilityState === "visible") begin();
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      ending.abort();
      setState("off");
    };
  }, [path]);
  const pollMs = input.path === null || state === "on" ? false : POLL_MS;
  return { state, pollMs };
}

/** Connects, and again whenever the connection ends, until the signal. */
async function listen(input: {
  path: string;
  signal: AbortSignal;
  onState: (state: Live["state"]) => void;
  onEvent: (name: string, data: string) => void;
}): Promise<void> {
  const { path, signal, onState, onEvent } = input;
  let lastEventId = "";
  let failures = 0;
  while (!signal.aborted) {
    try {
      const response = await send({
        method: "get",
        path,
        signal,
        headers: {
          Accept: "text/event-stream",
          ...(lastEventId === "" ? {} : { "Last-Event-ID": lastEventId }),
        },
      });
      if (response.body === null) return;
      onState("on");
      const events = response.body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream({ onId: (id) => (lastEventId = id) }));
      for await (const { event = "message", data } of streamed(events)) {
        if (signal.aborted) return;
        failures = 0;
        onEvent(event, data);
      }
    } catch (error) {
      // Not there, or not for this key: asking again would change nothing.
      if (error instanceof ApiProblem && error.status < 500 && error.status !== 429) {
        onState("off");
        return;
      }
    }
    if (signal.aborted) return;
    onState("off");
    const wait = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
    failures += 1;
    await pause(wait * (1 + random() / 2), signal);
  }
}

/** Safari's streams cannot be iterated. */
async function* streamed<Item>(stream: ReadableStream<Item>): AsyncGenerator<Item> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
