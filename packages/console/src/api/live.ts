import { useEffect, useRef, useState } from "react";
import type { output, ZodType } from "zod";
import { useSession } from "../session/session.ts";
import { listen } from "./listen.ts";

/** How often is asked where there is no stream: a batch takes seconds. */
const POLL_MS = 3_000;

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
      void listen({ path, signal: ending.signal, onConnected, onEvent });
    };
    const onConnected = (isConnected: boolean) => setState(isConnected ? "on" : "off");
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
