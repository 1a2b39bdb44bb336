import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { all, deployed, NEEDS_PLATFORM, WITHOUT_PLATFORM } from "../equipment/stacks.ts";

const read = (path: string) => readFileSync(join(import.meta.dirname, "../..", path), "utf8");
const Alarm = z.object({ name: z.string() });

/** Alarms that every function has are described once. */
const OF_EVERY_FUNCTION = /^[A-Z]\w*(Errors|Throttles)$/;

describe.skipIf(WITHOUT_PLATFORM)(`the documents on AWS ${NEEDS_PLATFORM}`, () => {
  it("say of every alarm what it means", async () => {
    const operate = read("docs/operate.md");
    const rows = operate.slice(operate.indexOf("### Alarms"), operate.indexOf("### Costs"));
    const alarms = all(await deployed("production"), "aws:cloudwatch/metricAlarm:MetricAlarm", Alarm);
    const names = alarms.map(([, { name }]) => name.replace("millrace-production-", ""));
    expect(names.length).toBeGreaterThan(50);
    const tables = /^(.*)-table-throttles$/;
    const unknown = names.filter((name) => {
      const [, table] = tables.exec(name) ?? [];
      return !rows.includes(table === undefined ? name : `${table}-`) && !OF_EVERY_FUNCTION.test(name);
    });
    expect(unknown).toEqual([]);
  });

  it("name every secret", async () => {
    const deploy = read("docs/deploy.md");
    const { resources } = await deployed("production");
    const secrets = resources.filter(({ type }) => type === "sst:sst:Secret").map(({ name }) => name);
    expect(secrets).toContain("ModelKey");
    expect(secrets.filter((name) => !deploy.includes(`\`${name}\``))).toEqual([]);
  });
});
