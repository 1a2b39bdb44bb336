/** Where the engine's time comes from. */
export type Clock = {
  /** Milliseconds since 1970-01-01 UTC. */
  now: () => number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as the signal aborts. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};
