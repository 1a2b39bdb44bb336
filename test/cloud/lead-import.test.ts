import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { undoRun } from "@millrace/core/lead-import";
import { openApp } from "@millrace/local/app";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../equipment/command.ts";
import { dynamoIsMissing } from "../equipment/dynamo-server.ts";
import { startImport } from "../equipment/importing.ts";
import { leadFile } from "../equipment/lead-file.ts";
import type { Fault } from "../equipment/proxy.ts";
import { NEEDS_PLATFORM, WITHOUT_PLATFORM } from "../equipment/stacks.ts";
import { type Cloud, openCloud } from "./cloud.ts";
import { resultsOf, tableOf } from "./comparison.ts";
import type { Misfortune } from "./lambda.ts";
import { UNUSED_GRANTS } from "./unused-grants.ts";

const missing = dynamoIsMissing();
const skipped = WITHOUT_PLATFORM || (missing !== null && process.env.CI !== "true");
const EXAMPLES = join(import.meta.dirname, "../../examples");

/** Files by name, each with its bytes. */
type Files = [name: string, bytes: Uint8Array][];
const generated = (name: string, rows: number): Files => [[name, Buffer.from(leadFile(rows).csv)]];
const example = (name: string): Files[number] => [name, readFileSync(join(EXAMPLES, name))];

const REFUSED: Fault = { kind: "answer", status: 403, body: JSON.stringify({ __type: "AccessDenied" }) };
const FAULTS: Fault[] = [
  { kind: "answer", status: 400, body: JSON.stringify({ __type: "ThrottlingException" }) },
  { kind: "answer", status: 500, body: JSON.stringify({ __type: "InternalServerError" }) },
  { kind: "lost" },
];
const S3_FAULTS: Fault[] = [
  { kind: "answer", status: 503, body: "<Error><Code>SlowDown</Code></Error>" },
  { kind: "answer", status: 500, body: "<Error><Code>InternalError</Code></Error>" },
  { kind: "lost" },
];
/** Which of a function's requests cost it its container. */
const KILLED_AT = [3, 17];
const MISFORTUNES: Misfortune[] = ["throttled", "timeout", "exit"];

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
    expect(await resultsOf(tenantId, cloud.deps)).toEqual(await resultsOf(tenantId, machine.deps));
    expect(await tableOf(tenantId, cloud.deps)).toEqual(await tableOf(tenantId, machine.deps));
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

  it("takes files in the order they were uploaded, however often and in whatever order S3 tells of them", async () => {
    const files = [example("crm-export.csv"), example("crm-export-corrected.csv")];
    const [first = "", second = ""] = await uploaded("reordered", files);
    for (const body of [second, first, second, first]) await cloud.uploads.send({ body });
    await cloud.settle();
    await onOneMachine("reordered", files);
    expect(await tableOf("reordered", cloud.deps)).toEqual(await tableOf("reordered", machine.deps));
    expect(await cloud.deps.runs.list({ tenantId: "reordered", limit: 10 })).toHaveLength(2);
  });

  it("ends in the same table when services refuse requests, fail, or carry them out and the answer is lost", async () => {
    const files = generated("faults.csv", 60);
    let requests = 0;
    cloud.troubles.request = ({ action }) => {
      if (action.startsWith("sqs:") || ++requests % 6 !== 0) return null;
      const faults = action.startsWith("s3:") ? S3_FAULTS : FAULTS;
      return faults[(requests / 6) % faults.length] ?? null;
    };
    await imported("faults", files);
    await onOneMachine("faults", files);
    await expectSame("faults");
  });

  it("ends in the same table when Lambda refuses, times out and loses containers in the middle of a request", async () => {
    const files = generated("kills.csv", 60);
    const requests = new Map<string, number>();
    let invocations = 0;
    cloud.troubles.request = ({ principal, container }) => {
      const count = (requests.get(principal) ?? 0) + 1;
      requests.set(principal, count);
      if (principal === container || principal === "Starter" || !KILLED_AT.includes(count)) return null;
      cloud.lambda.kill(container);
      return { kind: "lost" };
    };
    cloud.troubles.invocation = (id) => {
      if (id === "Starter" || ++invocations % 5 !== 0) return null;
      return MISFORTUNES[(invocations / 5) % MISFORTUNES.length] ?? null;
    };
    await imported("kills", files);
    await onOneMachine("kills", files);
    await expectSame("kills");
  });

  it("sends a batch that cannot be done to the dead letters, harms no other, and does it when it is redriven", async () => {
    const files = generated("poison.csv", 30);
    cloud.troubles.request = ({ principal, resource }) =>
      principal === "UpsertLeads" && resource.endsWith("/b0000002.jsonl") ? REFUSED : null;
    await imported("poison", files);
    const [before] = await resultsOf("poison", cloud.deps);
    expect(before?.counts).toMatchObject({ status: "COMPLETED_WITH_ERRORS", failedBatches: 1, pending: 0 });
    expect(await cloud.deadLetters.depth()).toBe(1);

    cloud.troubles.request = () => null;
    const [run] = await cloud.deps.runs.list({ tenantId: "poison", limit: 1 });
    expect(await cloud.invoke("Redriver", {})).toMatchObject({ retried: [run?.runId] });
    await cloud.settle();
    expect(await cloud.deadLetters.depth()).toBe(0);
    await onOneMachine("poison", files);
    await expectSame("poison");
  });

  it("takes a run back as if it had never been", async () => {
    const [first, second] = [example("crm-export.csv"), example("crm-export-corrected.csv")];
    await imported("undo", [first, second]);
    const [run] = await cloud.deps.runs.list({ tenantId: "undo", limit: 1 });
    await undoRun({ runId: run?.runId ?? "" }, cloud.deps);
    await cloud.settle();
    await onOneMachine("undo", [first]);
    expect(await tableOf("undo", cloud.deps)).toEqual(await tableOf("undo", machine.deps));
    const [undone] = await cloud.deps.runs.list({ tenantId: "undo", limit: 1 });
    expect(undone?.status).toBe("UNDONE");
  });

  it("says of a file that is no table why its run failed, as one machine does", async () => {
    const files: Files = [["photo.csv", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")]];
    await imported("unreadable", files);
    await onOneMachine("unreadable", files);
    const ending = async ({ runs }: Pick<Cloud["deps"], "runs">) => {
      const [run] = await runs.list({ tenantId: "unreadable", limit: 1 });
      return { status: run?.status, error: run?.error };
    };
    expect(await ending(cloud.deps)).toEqual(await ending(machine.deps));
    expect((await ending(cloud.deps)).status).toBe("FAILED");
  });

  it("writes no address to any log", () => {
    expect(cloud.lambda.logs()).toContain("run finished");
    expect(cloud.lambda.logs()).not.toMatch(/[\w.]@\w/);
  });

  it("uses all that the roles grant, but what is justified", () => {
    const unused = [...cloud.grants.values()]
      .flat()
      // Operate's are all used in operate.test.ts.
      .filter((grant) => grant.role !== "OperateRole" && !cloud.gateway.used.has(grant));
    const names = [...new Set(unused.map(({ role, action }) => `${role} ${action}`))].sort();
    console.log(`granted and used by no test here:\n  ${names.join("\n  ")}`);
    const reasonOf = (name: string) => UNUSED_GRANTS[name] ?? UNUSED_GRANTS[name.replace(/^\w+ /, "")];
    expect(names.filter((name) => reasonOf(name) === undefined)).toEqual([]);
  });
});
