/** How numbers, sizes, durations and times are written in one language. `null` and unknown values are a dash. */
export interface Formats {
  number(value: number | null): string;
  /** A share, 0 to 1. */
  percent(share: number | null): string;
  /** US dollars; small amounts with as many digits as say something. */
  usd(value: number | null): string;
  bytes(value: number | null): string;
  /** Such as `1 min, 5 sec`; below a second in milliseconds. */
  duration(ms: number | null): string;
  /** Date and time of day, by milliseconds since 1970. */
  dateTime(at: number | null): string;
  /** Such as `3 minutes ago`. */
  relative(at: number | null, now: number): string;
}

const DASH = "–";

/** As the API's sentences, Windows and the console of S3 count them: 1,024 of one are one of the next. */
const BYTE_STEP = 1024;
const BYTE_UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

const SECOND = 1000;
const SPANS = [
  ["day", 86_400 * SECOND],
  ["hour", 3_600 * SECOND],
  ["minute", 60 * SECOND],
  ["second", SECOND],
] as const;

/** Two units say enough: whoever reads of hours does not mind the seconds. */
const MOST_UNITS = 2;

export function formatsOf(language: string): Formats {
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const dollars = new Intl.NumberFormat(language, { style: "currency", currency: "USD" });
  const cents = new Intl.NumberFormat(language, {
    style: "currency",
    currency: "USD",
    maximumSignificantDigits: 2,
  });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
  const relatives = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const list = new Intl.ListFormat(language, { type: "unit", style: "short" });
  const inUnit = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit,
      // The short form of "byte" is the same word without a plural.
      unitDisplay: unit === "byte" ? "long" : "short",
      maximumFractionDigits: digits,
    }).format(value);
  return {
    number: orDash((value) => numbers.format(value)),
    percent: orDash((share) => percents.format(share)),
    usd: orDash((value) => (value !== 0 && Math.abs(value) < 1 ? cents : dollars).format(value)),
    bytes: orDash((value) => {
      const power = Math.min(Math.floor(Math.log2(Math.max(value, 1)) / 10), BYTE_UNITS.length - 1);
      const amount = value / BYTE_STEP ** power;
      // A tenth of a hundred says nothing.
      return inUnit(amount, BYTE_UNITS[power] ?? "byte", power === 0 || amount >= 100 ? 0 : 1);
    }),
    duration: orDash((ms) => {
      if (ms < SECOND) return inUnit(Math.round(ms), "millisecond");
      return list.format(spansOf(ms).map(([unit, value]) => inUnit(value, unit)));
    }),
    dateTime: orDash((at) => dates.format(at)),
    relative: (at, now) => {
      if (at === null) return DASH;
      const ms = at - now;
      const [unit, length] = SPANS.find(([, each]) => Math.abs(ms) >= each) ?? ["second", SECOND];
      return relatives.format(Math.trunc(ms / length), unit);
    },
  };
}

function orDash(write: (value: number) => string): (value: number | null) => string {
  return (value) => (value === null ? DASH : write(value));
}

function spansOf(ms: number): [string, number][] {
  let rest = Math.round(ms / SECOND) * SECOND;
  const spans: [string, number][] = [];
  for (const [unit, length] of SPANS) {
    const value = Math.floor(rest / length);
    rest -= value * length;
    if (value > 0) spans.push([unit, value]);
  }
  return spans.slice(0, MOST_UNITS);
}
