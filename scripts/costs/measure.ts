import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelUsage } from "@millrace/core/run";
import { stageSettings } from "../../stacks/stage.ts";
import { writeCsv } from "../../test/bench/lead-files.ts";
import { openCloud } from "../../test/cloud/cloud.ts";
import { startChatServer } from "../../test/equipment/chat-server.ts";
import type { DynamoCosts } from "../../test/equipment/dynamo-costs.ts";
import type { FunctionBundles } from "../synth/bundle-function.ts";

/** What one import took. */
export interface Counts {
  /** New leads. */
  leads: number;
  batches: number;
  /** States entered, and the start of each execution, which is counted as one too: the upper bound. */
  transitions: number;
  invocations: Record<string, number>;
  dynamo: DynamoCosts;
  s3: { writes: number; reads: number };
  model: Pick<ModelUsage, "calls" | "promptTokens" | "completionTokens">;
}

/** The modes that are measured: what is asked of the model in `hybrid` lies between. */
export const MODES = ["rules", "model"] as const;
export type Mode = (typeof MODES)[number];

/** The stage whose costs are counted. */
export const STAGE = "production";

/**
 * Imports files in the app as it is synthesised (test/cloud), and counts.
 *
 * @param input.dynamo - where a DynamoDB Local is
 * @param input.bundles - those of the app's functions
 */
export async function openMeter(input: { mode: Mode; dynamo: string; bundles: FunctionBundles }) {
  const { mode, dynamo, bundles } = input;
  const folder = mkdtempSync(join(tmpdir(), "costs-"));
  const chat = await startChatServer();
  const options = { ...stageSettings(STAGE).import, mode, country: "CO", columns: {} };
  const cloud = await openCloud({
    ...{ stage: STAGE, dynamo, bundles },
    secrets: mode === "model" ? { ModelKey: "a-key-of-ours" } : {},
    environment: { MILLRACE_MODEL_URL: chat.url, IMPORT_OPTIONS: JSON.stringify(options) },
  });
  return {
    /** Imports an invented file for a tenant that has no leads yet. @param rows - one in 33 repeats an earlier lead */
    async measure({ tenantId, rows }: { tenantId: string; rows: number }): Promise<Counts> {
      const path = join(folder, "leads.csv");
      await writeCsv({ path, rows });
      const file = { tenantId, name: "leads.csv", bytes: readFileSync(path) };
      const body = await cloud.upload({ ...file, eventTime: cloud.deps.clock.now() });
      cloud.takeCounts();
      await cloud.uploads.send({ body });
      await cloud.settle();
      const counts = cloud.takeCounts();
      const [run] = await cloud.deps.runs.list({ tenantId, limit: 1 });
      if (run?.status !== "COMPLETED") throw new Error(`the import ended as ${run?.status}`);
      const { created } = await cloud.deps.runs.totals({ runId: run.runId });
      const { calls, promptTokens, completionTokens } = run.model;
      const model = { calls, promptTokens, completionTokens };
      return { leads: created, batches: run.parse?.batches ?? 0, ...counts, model };
    },
    async close(): Promise<void> {
      await cloud.close();
      await chat.close();
      rmSync(folder, { recursive: true });
    },
  };
}
