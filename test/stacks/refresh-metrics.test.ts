import { describe, expect, it } from "vitest";
import * as z from "zod";
import { all, deployed, machines, NEEDS_PLATFORM, STAGES, WITHOUT_PLATFORM } from "../equipment/stacks.ts";

const Filter = z.object({
  logGroupName: z.string(),
  pattern: z.string(),
  metricTransformation: z.object({ namespace: z.string(), name: z.string(), value: z.string() }),
});
const Log = z.object({ name: z.string() });
const Definition = z.object({ States: z.record(z.string(), z.object({ Type: z.string() })) });

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(
  `the metrics of the refresh in %s ${NEEDS_PLATFORM}`,
  (stage) => {
    it("are read off the machine's own log, apart from other stages'", async () => {
      const app = await deployed(stage);
      const filters = all(app, "aws:cloudwatch/logMetricFilter:LogMetricFilter", Filter);
      const logs = all(app, "aws:cloudwatch/logGroup:LogGroup", Log);
      const log = logs.find(([id]) => id === "CustomerRefreshLog")?.[1].name;
      expect(filters.map(([name]) => name).sort()).toEqual([
        "RefreshAttempts",
        "Refreshed",
        "RefreshesNotFound",
      ]);
      for (const [name, { logGroupName, metricTransformation }] of filters) {
        expect(logGroupName).toBe(log);
        expect(metricTransformation).toMatchObject({
          name,
          value: "1",
          namespace: `millrace-${stage}-customer-refresh`,
        });
      }
    });

    it("name states that the machine has: one task, and two ways to succeed", async () => {
      const app = await deployed(stage);
      const machine = machines(app).find(([id]) => id === "CustomerRefresh")?.[1];
      const states = Object.entries(Definition.parse(JSON.parse(machine?.definition ?? "{}")).States);
      const ofType = (type: string) =>
        states.filter(([, state]) => state.Type === type).map(([name]) => name);
      expect(ofType("Task")).toHaveLength(1);
      const filters = all(app, "aws:cloudwatch/logMetricFilter:LogMetricFilter", Filter);
      const named = filters.flatMap(
        ([, { pattern }]) => /\$\.details\.name = "(\w+)"/.exec(pattern)?.[1] ?? [],
      );
      expect(named.sort()).toEqual(ofType("Succeed").sort());
    });
  },
);
