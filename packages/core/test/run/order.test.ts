import { positionOf, runIdOf, uploadOrder } from "@millrace/core/run";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const upload = fc.record({
  eventTime: fc.nat({ max: 4_102_444_800_000 }),
  sequencer: fc.stringMatching(/^[0-9A-F]{0,24}$/),
  runId: fc.stringMatching(/^[0-9a-f]{20}$/),
});

const sign = (order: number) => Math.sign(order);
const compareText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

describe("the order of uploads", () => {
  it("is that of time, then of S3's sequencer padded on the right, then of the run", () =>
    fc.assert(
      fc.property(upload, upload, (a, b) => {
        const expected =
          a.eventTime - b.eventTime ||
          compareText(a.sequencer.padEnd(24, "0"), b.sequencer.padEnd(24, "0")) ||
          compareText(a.runId, b.runId);
        expect(compareText(uploadOrder(a), uploadOrder(b))).toBe(sign(expected));
      }),
    ));

  it("comes before the order of rows", () =>
    fc.assert(
      fc.property(upload, upload, fc.nat(), fc.nat(), (a, b, rowA, rowB) => {
        const [orderA, orderB] = [uploadOrder(a), uploadOrder(b)];
        const positions = [
          positionOf({ order: orderA, row: rowA }),
          positionOf({ order: orderB, row: rowB }),
        ] as const;
        expect(compareText(...positions)).toBe(sign(compareText(orderA, orderB) || rowA - rowB));
      }),
    ));
});

describe("a runId", () => {
  it("is the same for the same upload, and another for any other", () => {
    const one = { bucket: "b", key: "uploads/t/a.csv", version: "1" };
    expect(runIdOf(one)).toBe(runIdOf({ ...one }));
    const others = [
      { ...one, version: "2" },
      { ...one, key: "uploads/t/a.csv1", version: "" },
      { ...one, bucket: "c" },
    ];
    expect(new Set([one, ...others].map(runIdOf)).size).toBe(4);
  });
});
