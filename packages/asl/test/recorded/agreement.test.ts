import { describe, expect, it } from "vitest";
import { validate } from "../../src/index.ts";
import { type Comparison, compare, haveRecordings, readRecordings, TARGET } from "./recorded.ts";

describe.skipIf(!haveRecordings)(
  "executions recorded on AWS (skipped where ../shared/corpora is missing)",
  () => {
    const recordings = haveRecordings ? readRecordings() : [];

    it("end as on AWS where they need no service, function or object", async () => {
      const comparisons: Comparison[] = [];
      for (const recorded of recordings.filter(({ env }) => env === "pure"))
        comparisons.push(await compare(recorded));
      const agreeing = comparisons.filter(({ agrees }) => agrees).length;
      expect(agreeing / comparisons.length).toBeGreaterThanOrEqual(TARGET);
    });

    it.each(recordings.map(({ id, definition }) => [id, definition]))(
      "are accepted: %s",
      (_id, definition) => {
        expect(validate(definition)).toEqual([]);
      },
    );
  },
);
