import { expect, it } from "vitest";
import { parseTimestamp } from "../src/timestamp.ts";

it.each([
  ["2016-12-05T21:29:29Z", Date.UTC(2016, 11, 5, 21, 29, 29)],
  ["2016-12-05T21:29:29.250Z", Date.UTC(2016, 11, 5, 21, 29, 29, 250)],
  ["2016-12-05T21:29:29.123456789Z", Date.UTC(2016, 11, 5, 21, 29, 29) + 123.456789],
  ["2016-12-05T21:29:29+02:30", Date.UTC(2016, 11, 5, 18, 59, 29)],
  ["2016-12-05T21:29:29-08:00", Date.UTC(2016, 11, 6, 5, 29, 29)],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
])("%s is a moment", (text, expected) => {
  expect(parseTimestamp(text)).toBeCloseTo(expected, 3);
});

it.each([
  "2016-12-05 21:29:29Z",
  "2016-12-05T21:29:29",
  "2016-13-05T21:29:29Z",
  "2016-12-05T25:29:29Z",
  "2016-12-05T21:60:29Z",
  "2023-02-29T00:00:00Z",
  "05-12-2016T21:29:29Z",
  "2016-12-05",
  "2016-12-05T21:29:29.Z",
  "date",
])("%s is none", (text) => {
  expect(parseTimestamp(text)).toBeUndefined();
});
