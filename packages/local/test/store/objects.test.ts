import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partOfName, pathOfKey } from "../../src/store/object-key.ts";
import { temporaryFolders } from "./folder.ts";

const { folder, open } = temporaryFolders();

describe("the file of an object", () => {
  it.each([
    ["runs/4f3c/batches.jsonl", "runs/4f3c/batches.jsonl"],
    ["uploads/acme/Leads 1.csv", "uploads/acme/%4Ceads%201.csv"],
    ["ñ", "%C3%B1"],
    ["100%", "100%25"],
    ["a\\..\\b", "a%5C..%5Cb"],
    ["c:stream", "c%3Astream"],
    ["con", "%63on"],
    ["nul.txt", "%6Eul.txt"],
    ["lpt1/x", "%6Cpt1/x"],
    ["console", "console"],
    ["dot.", "dot%2E"],
    ["...", "..%2E"],
  ])("of %s is %s", (key, path) => {
    expect(pathOfKey(key)).toBe(path);
    expect(path.split("/").map(partOfName).join("/")).toBe(key);
  });

  it.each([
    ["nothing", ""],
    ["the folder itself", "."],
    ["the folder above", ".."],
    ["a way out", "../../etc/passwd"],
    ["a way out in the middle", "runs/../../x"],
    ["the current folder in the middle", "runs/./x"],
    ["an absolute path", "/etc/passwd"],
    ["an empty part", "runs//x"],
    ["a folder", "runs/"],
    ["half a character", "a\ud800b"],
    ["a part that is too long", `runs/${"a".repeat(256)}`],
    ["a part that is too long once it is a file name", `runs/${"ñ".repeat(50)}`],
  ])("a key that is %s is refused everywhere, and nothing is written", async (_, key) => {
    const dataDir = folder();
    const { objects } = open(join(dataDir, "data"));
    const refused = { name: "Input.Invalid" };
    await expect(objects.put({ key, body: "x" })).rejects.toMatchObject(refused);
    await expect(objects.put({ key, body: "x", ifAbsent: true })).rejects.toMatchObject(refused);
    await expect(objects.get({ key })).rejects.toMatchObject(refused);
    await expect(objects.size({ key })).rejects.toMatchObject(refused);
    await expect(objects.delete({ key })).rejects.toMatchObject(refused);
    expect(readdirSync(dataDir)).toEqual(["data"]);
    expect(readdirSync(join(dataDir, "data", "objects"), { recursive: true })).toEqual([]);
    expect(readdirSync(join(dataDir, "data", "unfinished"))).toEqual([]);
  });

  it("is not the file of another object, even where upper and lower case are the same", () => {
    // Few characters, so that keys which differ only by case, by escapes or by dots come up often.
    const character = fc.constantFrom("a", "A", "%", "4", "1", "6", "ñ", "Ñ", "n\u0303", ".", "/", "con");
    const Key = fc.string({ unit: character, minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(Key, Key, (one, other) => {
        const paths = [one, other].map(pathOrNull);
        fc.pre(!paths.includes(null) && one !== other);
        expect(paths[0]?.toLowerCase()).not.toBe(paths[1]?.toLowerCase());
      }),
      { numRuns: 2_000 },
    );
  });

  it("is under the folder, plain ASCII, and leads back to the key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), (key) => {
        const path = pathOrNull(key);
        fc.pre(path !== null);
        expect(path).toMatch(/^[a-z0-9._%A-F-]+(\/[a-z0-9._%A-F-]+)*$/);
        expect(path?.split("/")).not.toContain("..");
        expect(path?.split("/").map(partOfName).join("/")).toBe(key);
      }),
    );
  });

  function pathOrNull(key: string): string | null {
    try {
      return pathOfKey(key);
    } catch {
      return null;
    }
  }
});

describe("the folder of objects", () => {
  it("may hold files of the operating system, which are no objects", async () => {
    const dataDir = folder();
    const { objects } = open(dataDir);
    await objects.put({ key: "runs/a", body: "x" });
    for (const name of [".DS_Store", "Thumbs.db", "100%", "Résumé.txt"]) {
      writeFileSync(join(dataDir, "objects", "runs", name), "");
    }
    expect(await objects.list({ prefix: "" })).toEqual(["runs/a"]);
  });

  it("keeps nothing of a put that failed or was not needed", async () => {
    const dataDir = folder();
    const { objects } = open(dataDir);
    const failing = async function* () {
      yield Buffer.alloc(100_000);
      throw new Error("no");
    };
    await expect(objects.put({ key: "a", body: failing() })).rejects.toThrow("no");
    for (const size of [10, 100_000]) {
      await objects.put({ key: "b", body: "x".repeat(size), ifAbsent: true });
    }
    expect(readdirSync(join(dataDir, "unfinished"))).toEqual([]);
  });

  it("opened, clears what was left unfinished more than a day ago, and nothing younger", () => {
    const dataDir = folder();
    mkdirSync(join(dataDir, "unfinished"));
    const now = 1_700_000_000_000;
    const hour = 3_600_000;
    for (const [name, age] of [
      ["old", 25 * hour],
      ["young", 23 * hour],
    ] as const) {
      const file = join(dataDir, "unfinished", name);
      writeFileSync(file, "x");
      utimesSync(file, (now - age) / 1000, (now - age) / 1000);
    }
    open(dataDir, { now: () => now, sleep: async () => {} });
    expect(readdirSync(join(dataDir, "unfinished"))).toEqual(["young"]);
  });

  it("refuses an object where a folder of objects is, and the other way round", async () => {
    const dataDir = folder();
    const { objects } = open(dataDir);
    await objects.put({ key: "a/b", body: "x" });
    await expect(objects.put({ key: "a", body: "x" })).rejects.toThrow();
    await expect(objects.put({ key: "a/b/c", body: "x" })).rejects.toThrow();
    expect(await objects.list({ prefix: "" })).toEqual(["a/b"]);
    expect(statSync(join(dataDir, "objects", "a")).isDirectory()).toBe(true);
  });
});
