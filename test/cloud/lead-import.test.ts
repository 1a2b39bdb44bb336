import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openApp } from "@millrace/local/app";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../equipment/command.ts";
import { dynamoIsMissing } from "../equipment/dynamo-server.ts";
import { startImport } from "../equipment/importing.ts";
import { leadFile } from "../equipment/lead-file.ts";
import { NEEDS_PLATFORM, WITHOUT_PLATFORM } from "../equipment/stacks.ts";
import { type Cloud, openCloud } from "./cloud.ts";
import { resultsOf, tableOf } from "./comparison.ts";

const missing = dynamoIsMissing();
const skipped = WITHOUT_PLATFORM || (missing !== null && process.env.CI !== "true");
const EXAMPLES = join(import.meta.dirname, "../../examples");

/** Files by name, each with its bytes. */
type Files = [name: string, bytes: Uint8Array][];
const generated = (name: string, rows: number): Files => [[name, Buffer.from(leadFile(rows).csv)]];
const example = (name: string): Files[number] => [name, readFileSync(join(EXAMPLES, name))];

describe.skipIf(skipped)(`the lead import in the cloud ${NEEDS_PLATFORM} ${missing ?? ""}`, () => {
  const folder = temporaryFolder();
  const machine = openApp({ dataDir: join(folder.path, "data"), env: {} });
  let cloud: Cloud;
  let time = Date.parse("2026-11-22T10:00:00Z");

  beforeAll(async () => {
    cloud = await openCloud("production");
  });
  afterAll(async () => {
    await cloud.close();
    await machine.close();
    folder.remove();
  });
  afterEach(() => {
    cloud.troubles.request = () => null;
    cloud.troubles.invocation = () => null;
    expect(cloud.gateway.refused).toEqual([]);
  });

  /** Uploads files one after the other; the answer is each one's event. */
  async function uploaded(tenantId: string, files: Files): Promise<string[]> {
    const events: string[] = [];
    for (const [name, bytes] of files) {
      time += 1_000;
      events.push(await cloud.upload({ tenantId, name, bytes, eventTime: time }));
    }
    return events;
  }

  /** Imports files in the cloud. */
  async function imported(tenantId: string, files: Files): Promise<void> {
    for (const body of await uploaded(tenantId, files)) {
      await cloud.uploads.send({ body });
      await cloud.settle();
    }
  }

  /** Imports files on one machine. */
  async function onOneMachine(tenantId: string, files: Files): Promise<void> {
    for (const [name, bytes] of files) {
      const path = join(folder.path, name);
      writeFileSync(path, bytes);
      await startImport({ path, app: machine, tenantId });
      await machine.flows.idle();
    }
  }

  async function expectSame(tenantId: string): Promise<void> {
    expect(await tableOf(tenantId, cloud.deps)).toEqual(await tableOf(tenantId, machine.deps));
    expect(await resultsOf(tenantId, cloud.deps)).toEqual(await resultsOf(tenantId, machine.deps));
  }

  it("ends in the tables, counts and rejects of a one-machine run", async () => {
    const files = readdirSync(EXAMPLES).sort().map(example);
    await imported("examples", files);
    await onOneMachine("examples", files);
    await expectSame("examples");
  });

  it("does so with many batches at once, for one request, two write units and no read a lead", async () => {
    const files = generated("300.csv", 300);
    cloud.gateway.takeCosts(cloud.leadsTable);
    await imported("many", files);
    const { requests, writeUnits, readUnits } = cloud.gateway.takeCosts(cloud.leadsTable);
    await onOneMachine("many", files);
    await expectSame("many");
    const leads = (await tableOf("many", cloud.deps)).length;
    const perLead = (count: number) => Number((count / leads).toFixed(2));
    console.log(
      `${leads} new leads; for each ${perLead(requests)} requests, ${perLead(writeUnits)} write units, ${perLead(readUnits)} read units`,
    );
    expect(perLead(requests)).toBeLessThanOrEqual(1.2);
    expect(perLead(writeUnits)).toBe(2);
    expect(readUnits).toBe(0);
  });

  it("writes no address to any log", () => {
    expect(cloud.lambda.logs()).toContain("run finished");
    expect(cloud.lambda.logs()).not.toMatch(/[\w.]@\w/);
  });
});
