import { EventSourceParserStream } from "eventsource-parser/stream";
import { after, now, pause, random } from "../system.ts";
import { send } from "./ask.ts";
import { ApiProblem } from "./problem.ts";

/** Waits between connections: 1, 2, 4 … 30 s, each up to half as long again, so that many pages do not come back at once. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** A connection that held for so long was no failure. */
const SETTLED_MS = 10_000;

/** Three of the server's heartbeats: a connection that is silent for longer is dead, though nobody has said so, as after a laptop's sleep. */
const SILENCE_MS = 45_000;

interface Listening {
  path: string;
  signal: AbortSignal;
  onConnected: (isConnected: boolean) => void;
  onEvent: (name: string, data: string) => void;
}

/** Reads server-sent events, and connects again whenever the connection ends, until the signal or until there is nothing for this key. */
export async function listen(input: Listening): Promise<void> {
  const { signal, onConnected } = input;
  const place = { lastEventId: "" };
  let failures = 0;
  while (!signal.aborted) {
    const since = now();
    try {
      await readOnce(input, place);
    } catch (error) {
      const isFinal = error instanceof ApiProblem && error.status < 500 && error.status !== 429;
      if (isFinal) return;
    } finally {
      if (!signal.aborted) onConnected(false);
    }
    if (now() - since > SETTLED_MS) failures = 0;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
    failures += 1;
    await pause(wait * (1 + random() / 2), signal);
  }
}

/** One connection, from its beginning to its end. */
async function readOnce(input: Listening, place: { lastEventId: string }): Promise<void> {
  const { path, signal, onConnected, onEvent } = input;
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  let stopWaiting = () => {};
  const heard = () => {
    stopWaiting();
    stopWaiting = after(SILENCE_MS, () => silence.abort());
  };
  heard();
  try {
    const resuming = place.lastEventId === "" ? {} : { "Last-Event-ID": place.lastEventId };
    const headers = { Accept: "text/event-stream", ...resuming };
    const response = await send({ method: "get", path, signal: either, headers });
    if (response.body === null) return;
    onConnected(true);
    const parser = new EventSourceParserStream({
      onComment: heard,
      onId: (id) => {
        place.lastEventId = id;
      },
    });
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(parser);
    for await (const { event = "message", data } of iterated(events)) {
      if (signal.aborted) return;
      heard();
      onEvent(event, data);
    }
  } finally {
    stopWaiting();
  }
}

/** Safari's streams cannot be iterated. */
async function* iterated<Item>(stream: ReadableStream<Item>): AsyncGenerator<Item> {
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
