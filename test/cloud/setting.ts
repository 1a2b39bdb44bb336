import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "@millrace/asl";
import type { ImportMode, Run } from "@millrace/core/run";
import { openApp } from "@millrace/local/app";
import { expect } from "vitest";
import { temporaryFolder } from "../equipment/command.ts";
import { startImport } from "../equipment/importing.ts";
import { sharedBundles, sharedDynamo } from "../equipment/shared-servers.ts";
import { openCloud } from "./cloud.ts";
import { resultsOf, tableOf } from "./comparison.ts";

/** Files by name, each with its bytes. */
export type Files = [name: string, bytes: Uint8Array][];

export type Setting = Awaited<ReturnType<typeof openSetting>>;

/**
 * A cloud of the stage `production`, and one machine to compare it with.
 *
 * @param input.cloud - the cloud's secrets and environment
 * @param input.env - the machine's environment
 */
export async function openSetting(
  input: {
    cloud?: { secrets: Record<string, string>; environment: Record<string, string> };
    env?: Record<string, string>;
    mode?: ImportMode;
  } = {},
) {
  const folder = temporaryFolder();
  const machine = openApp({ dataDir: join(folder.path, "data"), env: input.env ?? {} });
  const cloud = await openCloud({
    ...{ stage: "production", dynamo: await sharedDynamo(), bundles: await sharedBundles() },
    ...input.cloud,
  });
  let time = Date.parse("2026-11-22T10:00:00Z");

  /** Uploads files one after the other; the answer is each one's event. */
  async function uploaded(tenantId: string, files: Files): Promise<string[]> {
    const events: string[] = [];
    for (const [name, bytes] of files) {
      time += 1_000;
      events.push(await cloud.upload({ tenantId, name, bytes, eventTime: time }));
    }
    return events;
  }

  return {
    ...{ cloud, machine, uploaded },
    /** Imports files in the cloud. */
    async imported(tenantId: string, files: Files): Promise<void> {
      for (const body of await uploaded(tenantId, files)) {
        await cloud.uploads.send({ body });
        await cloud.settle();
      }
    },
    /** Imports files on one machine. */
    async onOneMachine(tenantId: string, files: Files): Promise<void> {
      for (const [name, bytes] of files) {
        const path = join(folder.path, name);
        writeFileSync(path, bytes);
        await startImport({ path, app: machine, tenantId, options: { mode: input.mode ?? "rules" } });
        await machine.flows.idle();
      }
    },
    async expectSame(tenantId: string): Promise<void> {
      expect(await resultsOf(tenantId, cloud.deps)).toEqual(await resultsOf(tenantId, machine.deps));
      expect(await tableOf(tenantId, cloud.deps)).toEqual(await tableOf(tenantId, machine.deps));
    },
    /** A tenant's newest run in the cloud. */
    async newestRun(tenantId: string): Promise<Run> {
      const [run] = await cloud.deps.runs.list({ tenantId, limit: 1 });
      if (run === undefined) throw new Error(`${tenantId} has no run`);
      return run;
    },
    /** What an operator asks of the cloud; waits until all it started has ended. */
    async operate(operation: Record<string, Json>): Promise<Json> {
      const answer = await cloud.invoke("Operate", operation);
      await cloud.settle();
      return answer;
    },
    async close(): Promise<void> {
      await cloud.close();
      await machine.close();
      folder.remove();
    },
  };
}
