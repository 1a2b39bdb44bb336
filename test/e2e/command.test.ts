import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  equationHolds,
  leadsIn,
  millraceOn,
  type Summary,
  summaryIn,
  temporaryFolder,
} from "../equipment/command.ts";

const folder = temporaryFolder();
afterAll(folder.remove);

const fileOf = (name: string, lines: string[]) => {
  const path = join(folder.path, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
};

const HEADER = "First name,Last name,E-mail,Phone,Company,Notes";
const people = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    return `Ana${n},Paz${n},ana${n}@example.com,+57300${String(1_000_000 + n)},Acme ${n},"note ${n}"`;
  });

let next = 0;
const freshMillrace = (env?: Record<string, string>) => millraceOn(join(folder.path, `data-${next++}`), env);

describe("importing a file of 25 leads, a duplicate, a reject and a blank row", () => {
  const millrace = freshMillrace();
  let first: Summary;
  const rows = [...people(25), "Ana0,Paz0,ANA0@example.com,,Newer,", ",,,,,", ",,n/a,,,only a note"];
  const file = fileOf("leads.csv", [HEADER, ...rows]);

  beforeAll(async () => {
    const done = await millrace.run("import", file, "--json");
    expect(done.code).toBe(0);
    first = summaryIn(done);
  });

  it("accounts for every row", () => {
    expect(first).toMatchObject({ status: "COMPLETED", rows: 27, created: 25, duplicates: 1, rejected: 1 });
    expect(first).toMatchObject({ skipped: 1, batches: 3, failedBatches: 0, failed: 0, pending: 0 });
    expect(equationHolds(first)).toBe(true);
  });

  it("keeps the last row of a lead", async () => {
    const [lead] = leadsIn(await millrace.run("leads", "--email", "ana0@example.com", "--format", "jsonl"));
    expect(lead).toMatchObject({ company: "Newer", phone: "", tenantId: "default", sourceFile: "leads.csv" });
  });

  it("twice changes no lead, and counts every row that was created as unchanged", async () => {
    const before = leadsIn(await millrace.run("leads", "--format", "jsonl"));
    const again = summaryIn(await millrace.run("import", file, "--json"));
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 25, duplicates: 1, rejected: 1 });
    expect(leadsIn(await millrace.run("leads", "--format", "jsonl"))).toEqual(before);
  });

  it("prints the rejected row in the uploader's columns, and a re-import leaves Millrace's columns out", async () => {
    const { stdout } = await millrace.run("rejects", first.runId);
    expect(stdout).toBe(
      `${HEADER},millrace_reason,millrace_code,millrace_field,millrace_row\n,,n/a,,,only a note,"Nothing says who it is: there is no e-mail, phone, name or company",row.unidentified,,29\n`,
    );
    const corrected = fileOf("corrected.csv", [stdout.replace("n/a", "late@example.com").trim()]);
    expect(summaryIn(await millrace.run("import", corrected, "--json"))).toMatchObject({
      rows: 1,
      created: 1,
    });
    const [lead] = leadsIn(await millrace.run("leads", "--email", "late@example.com", "--format", "jsonl"));
    expect(lead?.remarks).toBe("only a note");
    const uncorrected = fileOf("again.csv", [stdout.trim()]);
    const { runId } = summaryIn(await millrace.run("import", uncorrected, "--json"));
    expect((await millrace.run("rejects", runId)).stdout).toBe(stdout.replace(/29\n$/, "2\n"));
  });

  it("corrected, changes only the corrected rows", async () => {
    const corrected = rows.map((row) => row.replace("Acme 7", "Acme Seven"));
    const done = summaryIn(
      await millrace.run("import", fileOf("leads.csv", [HEADER, ...corrected]), "--json"),
    );
    expect(done).toMatchObject({ created: 0, updated: 1, unchanged: 24 });
  });

  it("shows a lead's history: which file, row and rule gave each field", async () => {
    const { stdout, code } = await millrace.run("lead", "ana7@example.com", "--json");
    expect(code).toBe(0);
    const { history } = JSON.parse(stdout);
    expect(
      history.map((entry: { row: number; fieldsChanged: string[] }) => [entry.row, entry.fieldsChanged]),
    ).toEqual([
      [9, []],
      [9, []],
      [9, ["company"]],
    ]);
    expect(history[0].by).toMatchObject({ email: "column:E-mail" });
  });
});

describe("a dry run", () => {
  it("says what would happen, and changes nothing", async () => {
    const millrace = freshMillrace();
    await millrace.run("import", fileOf("base.csv", [HEADER, ...people(5)]));
    const file = fileOf("next.csv", [HEADER, ...people(4, 3), "Ana0,Paz0,ana0@example.com,,Other,"]);
    const dry = await millrace.run("import", file, "--dry-run", "--json");
    expect(summaryIn(dry)).toMatchObject({ rows: 5, created: 2, updated: 1, unchanged: 2 });
    expect(leadsIn(await millrace.run("leads", "--format", "jsonl"))).toHaveLength(5);
    expect((await millrace.run("runs", "--json")).stdout.trim().split("\n")).toHaveLength(1);
    const real = summaryIn(await millrace.run("import", file, "--json"));
    expect(real).toMatchObject({ created: 2, updated: 1, unchanged: 2 });
  });
});

describe("undo", () => {
  it("says first what it would do, and leaves the table as if the file had never been imported", async () => {
    const millrace = freshMillrace();
    await millrace.run("import", fileOf("one.csv", [HEADER, ...people(12)]));
    const before = leadsIn(await millrace.run("leads", "--format", "jsonl"));
    const other = fileOf("two.csv", [HEADER, ...people(8, 8).map((row) => row.replace("Acme", "Beta"))]);
    const { runId } = summaryIn(await millrace.run("import", other, "--json"));

    const asked = await millrace.run("undo", runId);
    expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining("--yes") });
    expect(asked.stdout).toContain("4 leads deleted, 4 restored, 0 untouched");

    const done = await millrace.run("undo", runId, "--yes", "--json");
    expect(done.code).toBe(0);
    const [preview, result] = done.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(preview).toEqual({ runId, deleted: 4, restored: 4, untouched: 0, complete: true });
    expect(result).toMatchObject({ runId, status: "UNDONE" });
    const strip = (leads: typeof before) => leads.map(({ updatedAt, ...lead }) => lead);
    expect(strip(leadsIn(await millrace.run("leads", "--format", "jsonl")))).toEqual(strip(before));
    expect((await millrace.run("undo", runId, "--yes")).code).toBe(1);
    expect((await millrace.run("retry", runId)).code).toBe(1);
  });
});

describe("forget", () => {
  it("erases the lead, its versions and its rows in stored runs, and nobody else's", async () => {
    const millrace = freshMillrace();
    const data = join(folder.path, `data-${next - 1}`);
    const file = fileOf("people.csv", [HEADER, ...people(12), "Ana3,Paz3,ana3@example.com,,Later,"]);
    const { runId } = summaryIn(await millrace.run("import", file, "--json"));
    const done = await millrace.run("forget", "ANA3@example.com", "--yes", "--json");
    expect(JSON.parse(done.stdout)).toMatchObject({ lead: true, versions: 1, runs: 1 });
    expect((await millrace.run("lead", "ana3@example.com")).code).toBe(1);
    expect(leadsIn(await millrace.run("leads", "--format", "jsonl"))).toHaveLength(11);
    expect(everythingIn(data)).not.toMatch(/ana3@example\.com|Ana3|1000003/i);
    expect(everythingIn(data)).toMatch(/ana4@example\.com/);
    const again = await millrace.run("forget", "ana3@example.com", "--yes");
    expect(again.stdout).toContain("nothing is stored");
    expect(summaryIn(await millrace.run("runs", runId, "--json"))).toMatchObject({ rows: 13, created: 12 });
    expect((await millrace.run("undo", runId, "--yes")).code).toBe(0);
  });
});

function everythingIn(data: string): string {
  const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1")).join("\n");
}

describe("exports", () => {
  it.each(["csv", "xlsx"])("as %s are safe to open, and read back as they were", async (format) => {
    const millrace = freshMillrace();
    const evil = ["=1+1", "+5", "-2", "@cmd", "'quoted", "'=x"].map(
      (text, i) => `${text},Doe,evil${i}@example.com,+573001234567,${text},"${text}; a ""b"", c"`,
    );
    await millrace.run("import", fileOf("evil.csv", [HEADER, ...evil, ...people(3)]));
    const before = leadsIn(await millrace.run("leads", "--format", "jsonl"));
    expect(before).toHaveLength(9);

    const path = join(folder.path, `export.${format}`);
    const child = millrace.start(["leads", "--format", format]);
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk);
    writeFileSync(path, Buffer.concat(chunks));
    if (format === "csv") expect(readFileSync(path, "utf8")).not.toMatch(/(^|[,"\n])[=+\-@]/);

    const other = freshMillrace();
    expect(summaryIn(await other.run("import", path, "--json"))).toMatchObject({ rows: 9, created: 9 });
    const strip = (leads: typeof before) =>
      leads.map(({ sourceFile, createdAt, updatedAt, ...lead }) => lead);
    expect(strip(leadsIn(await other.run("leads", "--format", "jsonl")))).toEqual(strip(before));
  });
});

describe("tenants", () => {
  it("see nothing of each other", async () => {
    const millrace = freshMillrace();
    const file = fileOf("same.csv", [HEADER, ...people(2)]);
    const one = summaryIn(await millrace.run("import", file, "--json", "--tenant", "one"));
    expect(summaryIn(await millrace.run("import", file, "--json", "--tenant", "two"))).toMatchObject({
      created: 2,
    });
    const ids = async (tenant: string) =>
      leadsIn(await millrace.run("leads", "--format", "jsonl", "--tenant", tenant)).map(
        ({ leadId }) => leadId,
      );
    const [first, second] = [await ids("one"), await ids("two")];
    expect(first.filter((id) => second.includes(id))).toEqual([]);
    expect((await millrace.run("runs", one.runId, "--tenant", "two")).code).toBe(1);
    expect((await millrace.run("undo", one.runId, "--yes", "--tenant", "two")).code).toBe(1);
  });
});

describe("what cannot be done", () => {
  it.each([
    { words: ["import"], code: 2, says: "missing required argument" },
    { words: ["import", "x.csv", "--mode", "magic"], code: 2, says: "Allowed choices" },
    { words: ["import", "x.csv", "--map", "A=nonsense"], code: 2, says: "COLUMN=field" },
    { words: ["import", "x.csv", "--country", "Atlantis"], code: 2, says: "two letters" },
    { words: ["leads", "--tenant", "No Such"], code: 2, says: "a-z" },
    { words: ["dance"], code: 2, says: "unknown command" },
    { words: ["import", "nowhere.csv"], code: 1, says: "nowhere.csv" },
    { words: ["runs", "nobody"], code: 1, says: "Run.NotFound" },
    { words: ["import", "nowhere.csv", "--mode", "model"], code: 1, says: "nowhere.csv" },
  ])("millrace $words ends with $code and says why", async ({ words, code, says }) => {
    const done = await freshMillrace().run(...words);
    expect(done).toMatchObject({ code, stderr: expect.stringContaining(says) });
  });

  it("a mode that needs a model, without one, is refused before anything is read", async () => {
    const file = fileOf("few.csv", [HEADER, ...people(1)]);
    const done = await freshMillrace().run("import", file, "--mode", "hybrid");
    expect(done).toMatchObject({ code: 1, stderr: expect.stringContaining("MILLRACE_MODEL_KEY") });
  });

  it("a file that is no table fails its run, by a named error, and the next file imports", async () => {
    const millrace = freshMillrace();
    const pdf = fileOf("brochure.csv", ["%PDF-1.7", "1 0 obj"]);
    const done = await millrace.run("import", pdf, fileOf("fine.csv", [HEADER, ...people(1)]), "--json");
    expect(done.code).toBe(1);
    const [failed, fine] = done.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(failed).toMatchObject({ status: "FAILED", rows: 0 });
    expect(fine).toMatchObject({ status: "COMPLETED", created: 1 });
    const shown = await millrace.run("runs", failed.runId);
    expect(shown.stdout).toContain("LeadFile.Unsupported");
  });
});

describe("help", () => {
  it.each([
    "import",
    "start",
    "runs",
    "batches",
    "rejects",
    "leads",
    "lead",
    "retry",
    "cancel",
    "undo",
    "forget",
  ])("of %s has an example", async (command) => {
    const done = await freshMillrace().run(command, "--help");
    expect(done.code).toBe(0);
    expect(done.stdout).toContain(`$ millrace ${command}`);
  });
});

describe("the drop folder", () => {
  it("imports each file once it is written, into the tenant of its folder", async () => {
    const data = join(folder.path, `data-${next}`);
    const millrace = freshMillrace();
    const child = millrace.start(["start", "--json"]);
    const lines: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => lines.push(...text.trim().split("\n")));
    const drop = join(data, "drop");
    const until = async (ready: () => boolean) => {
      while (!ready()) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const exists = (path: string) => () => {
      try {
        readdirSync(path);
        return true;
      } catch {
        return false;
      }
    };
    await until(exists(drop));
    writeFileSync(join(drop, "whole.csv.part"), `${HEADER}\n${people(3).join("\n")}\n`);
    mkdirSync(join(drop, "acme"));
    writeFileSync(join(drop, "acme", "theirs.csv"), `${HEADER}\n${people(2).join("\n")}\n`);
    // The first line says where the API is.
    await until(() => lines.length >= 2);
    expect(lines).toHaveLength(2);
    renameSync(join(drop, "whole.csv.part"), join(drop, "whole.csv"));
    await until(() => lines.length >= 3);
    child.kill("SIGTERM");
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(0);
    expect(lines.slice(1).map((line) => JSON.parse(line).created)).toEqual([2, 3]);
    const theirs = leadsIn(await millrace.run("leads", "--tenant", "acme", "--format", "jsonl"));
    expect(theirs.map(({ sourceFile }) => sourceFile)).toEqual(["theirs.csv", "theirs.csv"]);
    expect(readdirSync(drop).filter((name) => name.endsWith(".csv"))).toEqual([]);
  });
});
