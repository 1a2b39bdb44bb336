import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryFolders } from "./folder.ts";
import { objectOf, versionsOf } from "./written.ts";

const { folder, open } = temporaryFolders();
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Starts a process that imports; its lines are the numbers of the batches it has stored. */
function startWriter(input: { dataDir: string; upload: number; batches: number }) {
  const { dataDir, upload, batches } = input;
  const script = join(import.meta.dirname, "writer.ts");
  const child = spawn(process.execPath, [script, dataDir, String(upload), String(batches)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout }), ended: once(child, "close") };
}

describe("kill -9 while an import writes", () => {
  it.each([1, 17, 60])(
    "after %i batches: what was stored is there, and nothing is half there",
    async (count) => {
      const dataDir = folder();
      const { child, lines, ended } = startWriter({ dataDir, upload: 1, batches: 1_000_000 });
      const stored: number[] = [];
      lines.on("line", (line) => {
        stored.push(Number(line));
        if (stored.length === count) child.kill("SIGKILL");
      });
      expect(await ended).toEqual([null, "SIGKILL"]);

      const db = new DatabaseSync(join(dataDir, "millrace.db"));
      expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
      db.close();
      const { leads, runs, objects } = open(dataDir);
      for (const number of stored) {
        expect(await runs.getBatch({ runId: "run-1", batchId: String(number) })).not.toBeNull();
        for (const version of versionsOf({ upload: 1, number })) {
          expect(await leads.history(version)).toEqual([version]);
          expect(await leads.get(version)).toMatchObject({ position: version.position });
        }
      }
      // A batch's versions are stored together or not at all.
      for (const number of [stored.length, stored.length + 1]) {
        const found = await Promise.all(versionsOf({ upload: 1, number }).map((one) => leads.history(one)));
        expect(new Set(found.map((history) => history.length)).size).toBe(1);
      }
      const keys = await objects.list({ prefix: "runs/" });
      expect(keys.length).toBeGreaterThanOrEqual(stored.length);
      for (const key of keys) {
        const number = Number(key.replace(/.*\/|\.jsonl/g, ""));
        expect(await objects.size({ key })).toBe(objectOf({ upload: 1, number }).body.length);
      }
    },
  );
});

describe("processes that share a data folder", () => {
  it("import the same leads side by side: every version is kept and the newest is current", async () => {
    const dataDir = folder();
    const writers = [1, 2, 3].map((upload) => startWriter({ dataDir, upload, batches: 40 }));
    const { leads, runs } = open(dataDir);
    for (const writer of writers) expect(await writer.ended).toEqual([0, null]);
    const all = await leads.list({ tenantId: "acme", limit: 1_000 });
    expect(all).toHaveLength(400);
    expect(new Set(all.map((lead) => lead.runId))).toEqual(new Set(["run-3"]));
    for (const lead of all) {
      expect((await leads.history(lead)).map((version) => version.runId)).toEqual([
        "run-1",
        "run-2",
        "run-3",
      ]);
    }
    for (const upload of [1, 2, 3]) {
      expect(await runs.totals({ runId: `run-${upload}` })).toMatchObject({ completed: 40, created: 400 });
    }
  });

  it("see each other's writes at once", async () => {
    const dataDir = folder();
    const [one, other] = [open(dataDir), open(dataDir)];
    const versions = versionsOf({ upload: 1, number: 0 });
    await one.leads.advance({ versions, at: 1 });
    expect(await other.leads.list({ tenantId: "acme", limit: 100 })).toHaveLength(10);
  });
});
