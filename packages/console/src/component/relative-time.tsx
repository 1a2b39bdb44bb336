import { useEffect, useState } from "react";
import { useFormat } from "../i18n/i18n.ts";
import { every, now } from "../system.ts";

/** Often enough for minutes to be right, and too seldom to be seen blinking. */
const TICK_MS = 10_000;

/** How long ago something was, kept up to date; the exact time as its title. */
export function RelativeTime({ at }: { at: number | null }) {
  const format = useFormat();
  // What has just happened is later than the last tick.
  const time = Math.max(useNow(), now());
  if (at === null) return <>{format.relative(at, time)}</>;
  return (
    <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)}>
      {format.relative(at, time)}
    </time>
  );
}

/** The time, kept up to date. */
export function useNow(): number {
  const [time, setTime] = useState(now);
  useEffect(() => every(TICK_MS, () => setTime(now())), []);
  return time;
}
