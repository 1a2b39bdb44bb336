import { expect, it } from "vitest";
import { batchSizeFor } from "../../src/catalog-enrichment/index.ts";

it.each([
  [1, 15],
  [99, 15],
  [100, 20],
  [500, 20],
  [501, 20],
  [1_000, 20],
  [1_001, 25],
  [100_000, 25],
])(
  "a catalog of %i products has batches of %i: the default, within what the seed recommends for its size",
  (products, size) => {
    expect(batchSizeFor(products)).toBe(size);
  },
);
