import { systemClock } from "@millrace/local/system";

/** The machine's time, so many times faster: what waits minutes before another try is tested in seconds. */
export function hurriedClock(times: number): typeof systemClock {
  const start = systemClock.now();
  return {
    now: () => start + (systemClock.now() - start) * times,
    sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
  };
}
