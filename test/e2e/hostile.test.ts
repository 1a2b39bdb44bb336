import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { equationHolds, Summary, temporaryFolder } from "../equipment/command.ts";
import { rowsIn } from "../equipment/data-folder.ts";
import { HOSTILE_FILES, type HostileFile } from "../equipment/hostile-files.ts";

/** What the issue allows a hostile file. */
const MAX_MS = 10_000;
const MAX_MB = 400;

/** So many files are imported by one process: few enough to tell whose memory it was. */
const FILES_AT_ONCE = 12;

const COMMAND = join(import.meta.dirname, "../../packages/local/src/millrace.ts");
/** Has a process say its peak memory at its end, in kilobytes. */
const TELL_MEMORY = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => console.error("maxRSS " + process.resourceUsage().maxRSS))',
)}`;

const folder = temporaryFolder();
afterAll(folder.remove);
const data = join(folder.path, "data");

interface Imported {
  ms: number;
  summary: Summary;
}

/** Imports files with one process, and says how long each took and how much memory they took at most. */
async function importAll(paths: string[]): Promise<{ files: Imported[]; megabytes: number; errors: string }> {
  const words = [
    "--disable-warning=ExperimentalWarning",
    "--import",
    TELL_MEMORY,
    COMMAND,
    "import",
    ...paths,
  ];
  const child = spawn(process.execPath, [...words, "--data", data, "--json"]);
  const files: Imported[] = [];
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  let since = performance.now();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const now = performance.now();
    files.push({ ms: now - since, summary: Summary.parse(JSON.parse(line)) });
    since = now;
  });
  await new Promise((resolve) => child.on("close", resolve));
  return { files, megabytes: Number(/maxRSS (\d+)/.exec(errors)?.[1]) / 1024, errors };
}

const Outcome = z.object({ name: z.string(), status: z.string(), error: z.string().nullable() });

describe("each of these files, the next one after it, gives its rows or a named error", () => {
  const groups: HostileFile[][] = [];
  for (let at = 0; at < HOSTILE_FILES.length; at += FILES_AT_ONCE) {
    groups.push(HOSTILE_FILES.slice(at, at + FILES_AT_ONCE));
  }
  const imported = new Map<string, Imported>();
  const megabytes: number[] = [];
  let fine: Imported | undefined;
  let errorOf: Map<string, string | null>;

  beforeAll(async () => {
    mkdirSync(folder.path, { recursive: true });
    const last = join(folder.path, "fine.csv");
    writeFileSync(last, "name,email\nZoe Fine,zoe.fine@example.com\n");
    for (const group of groups) {
      const paths = group.map(({ name, bytes }) => {
        writeFileSync(join(folder.path, name), bytes);
        return join(folder.path, name);
      });
      const done = await importAll([...paths, last]);
      megabytes.push(done.megabytes);
      group.forEach(({ name }, at) => {
        const file = done.files[at];
        if (file !== undefined) imported.set(name, file);
      });
      fine = done.files[group.length];
      expect(fine?.summary, done.errors).toMatchObject({ status: "COMPLETED", rows: 1 });
    }
    const sql = "SELECT source_file AS name, status, error FROM runs";
    const runs = rowsIn({ data, sql, row: Outcome });
    errorOf = new Map(runs.map(({ name, error }) => [name, error === null ? null : JSON.parse(error).name]));
  }, 300_000);

  it.each(HOSTILE_FILES)("$name: $gives", ({ name, gives }) => {
    const file = imported.get(name);
    if (file === undefined) throw new Error(`${name} was not imported`);
    const { summary, ms } = file;
    expect(errorOf.get(name) ?? summary.rows).toBe(gives);
    expect(summary.status).toBe(typeof gives === "string" ? "FAILED" : "COMPLETED");
    expect(equationHolds(summary)).toBe(true);
    expect(ms).toBeLessThan(MAX_MS);
  });

  it(`within ${MAX_MB} MB`, () => {
    expect(Math.max(...megabytes)).toBeLessThan(MAX_MB);
  });
});
