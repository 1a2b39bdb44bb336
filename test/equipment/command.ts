import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { COMPILE_CACHE } from "./compile-cache.ts";

const COMMAND = join(import.meta.dirname, "../../packages/local/src/millrace.ts");

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The `millrace` command as a process of its own, on one data folder. */
export function millraceOn(data: string, env: Record<string, string> = {}) {
  const start = (words: string[]) =>
    spawn(process.execPath, ["--disable-warning=ExperimentalWarning", COMMAND, ...words, "--data", data], {
      env: { PATH: process.env.PATH ?? "", ...COMPILE_CACHE, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  const run = (...words: string[]) =>
    new Promise<Finished>((resolve) => {
      const child = start(words);
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text) => {
        stdout += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text) => {
        stderr += text;
      });
      child.on("close", (code) => resolve({ code, stdout, stderr }));
    });
  return { start, run };
}

/** What `import --json` prints as its last line. */
export const Summary = z.object({
  runId: z.string(),
  status: z.string(),
  rows: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  superseded: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  failed: z.number(),
  pending: z.number(),
  skipped: z.number(),
  batches: z.number(),
  failedBatches: z.number(),
  seconds: z.number(),
  model: z.object({
    calls: z.number(),
    promptTokens: z.number(),
    completionTokens: z.number(),
    costUsd: z.number(),
  }),
});
export type Summary = z.infer<typeof Summary>;

export function summaryIn({ stdout, stderr }: Finished): Summary {
  const line = stdout.trim().split("\n").at(-1) ?? "";
  if (!line.startsWith("{")) throw new Error(`no summary was printed: ${stdout}${stderr}`);
  return Summary.parse(JSON.parse(line));
}

export const ExportedLead = z.object({
  leadId: z.string(),
  tenantId: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  title: z.string(),
  company: z.string(),
  phone: z.string(),
  remarks: z.string(),
  sourceFile: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ExportedLead = z.infer<typeof ExportedLead>;

export function leadsIn({ stdout }: Finished): ExportedLead[] {
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => ExportedLead.parse(JSON.parse(line)));
}

/** rows = created + updated + unchanged + superseded + duplicates + rejected + failed + pending */
export function equationHolds(summary: Summary): boolean {
  const { created, updated, unchanged, superseded, duplicates, rejected, failed, pending } = summary;
  const sum = created + updated + unchanged + superseded + duplicates + rejected + failed + pending;
  return sum === summary.rows && pending >= 0;
}

/** A folder that is gone when the test is. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "millrace-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
