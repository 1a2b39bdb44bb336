import { MillraceError } from "@millrace/core/error";
import { type ObjectStore, objectWriter, readLines, readText } from "@millrace/core/object";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unique } from "./samples.ts";

/** What {@link objectStoreContract} asks of an adapter: an open store, empty or not. */
export type MakeObjectStore = () => Promise<{ objects: ObjectStore; close(): Promise<void> }>;

/** Larger than what adapters treat as small, so that it goes through their streams. */
const LARGE = 300_000;

/** Keys that mean something else to some file system, each a different object. */
const ODD_KEYS = [
  "Leads Q3 (final).csv",
  "leads q3 (final).csv",
  "ñandú/日本語/😀.csv",
  "n\u0303andu\u0301.csv",
  "100%.csv",
  "100%25.csv",
  "a+b&c=d;e,f@g:h$i!j'k*l~m#n?o",
  'quote" <b> |pipe| back\\slash',
  "con",
  "nul.txt",
  "com1.jsonl",
  "ends with dot.",
  " spaces ",
  ".hidden",
  "...",
  "-rf",
  "__proto__",
  "tab\tnew\nline",
];

/** What every {@link ObjectStore} does. The store may be shared: each test has a prefix of its own. */
export function objectStoreContract(name: string, make: MakeObjectStore): void {
  describe(`${name}: the contract of ObjectStore`, () => {
    let objects: ObjectStore;
    let close: () => Promise<void>;
    let prefix: string;

    beforeEach(async () => {
      ({ objects, close } = await make());
      prefix = `${unique("test")}/`;
    });
    afterEach(() => close());

    const put = (key: string, body: Parameters<ObjectStore["put"]>[0]["body"]) =>
      objects.put({ key: prefix + key, body });
    const read = (key: string) => readText({ objects, key: prefix + key });
    const list = async (more: { after?: string; limit?: number } = {}) => {
      const { after, ...rest } = more;
      const from = after === undefined ? {} : { after: prefix + after };
      return (await objects.list({ prefix, ...from, ...rest })).map((key) => key.slice(prefix.length));
    };

    describe("put and get", () => {
      it.each([
        ["nothing", ""],
        ["text", "Zoë 😀\n\u0000"],
        ["64 KiB", "x".repeat(65_536)],
        ["one more", "x".repeat(65_537)],
        ["characters that are more bytes than characters", "ñ".repeat(65_536)],
        ["much text", "0123456789".repeat(LARGE / 10)],
      ])("%s comes back", async (_, text) => {
        expect(await put("a", text)).toBe(true);
        expect(await read("a")).toBe(text);
        expect(await objects.size({ key: `${prefix}a` })).toBe(Buffer.byteLength(text));
      });

      it.each([10, LARGE])("%i bytes come back, as bytes and as a stream of them", async (size) => {
        const bytes = Buffer.from(Array.from({ length: size }, (_, n) => (n * 31) % 256));
        await put("bytes", bytes);
        await put("stream", chunks(bytes, 1_000));
        for (const key of ["bytes", "stream"]) {
          const parts: Buffer[] = [];
          for await (const part of await objects.get({ key: prefix + key })) parts.push(part);
          expect(Buffer.concat(parts).equals(bytes)).toBe(true);
        }
      });

      it("a stream of nothing is an empty object", async () => {
        await put("a", chunks(Buffer.alloc(0), 1));
        expect(await read("a")).toBe("");
        expect(await objects.size({ key: `${prefix}a` })).toBe(0);
      });

      it("a put replaces the object", async () => {
        for (const text of ["long ".repeat(100), "short", "x".repeat(LARGE), ""]) {
          await put("a", text);
          expect(await read("a")).toBe(text);
        }
      });

      it("an object that is not there is Object.NotFound, of no size, and no error to delete", async () => {
        await put("folder/a", "x");
        for (const key of ["nowhere", "nowhere/at/all", "folder", "folder/a/b"]) {
          await expect(objects.get({ key: prefix + key })).rejects.toMatchObject({ name: "Object.NotFound" });
          expect(await objects.size({ key: prefix + key })).toBeNull();
          await objects.delete({ key: prefix + key });
        }
        expect(await read("folder/a")).toBe("x");
      });

      it("a reader that has begun reads the object it began with", async () => {
        await put("a", "a".repeat(LARGE));
        const stream = await objects.get({ key: `${prefix}a` });
        await put("a", "b");
        let text = "";
        for await (const part of stream) text += part;
        expect(text).toBe("a".repeat(LARGE));
      });

      it("a body that fails leaves what was there, and fails the put", async () => {
        await put("a", "before");
        const failing = async function* () {
          yield Buffer.alloc(LARGE);
          throw new MillraceError("LeadFile.Malformed", "broken");
        };
        for (const key of ["a", "b"]) {
          await expect(put(key, failing())).rejects.toMatchObject({ name: "LeadFile.Malformed" });
        }
        expect(await read("a")).toBe("before");
        expect(await list()).toEqual(["a"]);
      });

      it("of many puts of one key at once one is kept, whole", async () => {
        const bodies = Array.from({ length: 8 }, (_, n) => String(n).repeat(n % 2 === 0 ? 100 : LARGE));
        await Promise.all(bodies.map((body) => put("a", body)));
        expect(bodies).toContain(await read("a"));
      });
    });

    describe("put with ifAbsent", () => {
      it.each([10, LARGE])("stores what is not there, and leaves what is (%i bytes)", async (size) => {
        const key = `${prefix}deep/down/a`;
        expect(await objects.put({ key, body: "1".repeat(size), ifAbsent: true })).toBe(true);
        expect(await objects.put({ key, body: "2".repeat(size), ifAbsent: true })).toBe(false);
        expect(await readText({ objects, key })).toBe("1".repeat(size));
        await objects.delete({ key });
        expect(await objects.put({ key, body: "3", ifAbsent: true })).toBe(true);
      });

      it("many times at once stores one, whole, and tells the one who stored it", async () => {
        const key = `${prefix}a`;
        const bodies = Array.from({ length: 8 }, (_, n) => String(n).repeat(n % 2 === 0 ? 100 : LARGE));
        const stored = await Promise.all(bodies.map((body) => objects.put({ key, body, ifAbsent: true })));
        expect(stored.filter(Boolean)).toHaveLength(1);
        expect(await readText({ objects, key })).toBe(bodies[stored.indexOf(true)]);
      });
    });

    describe("ranges", () => {
      it.each([
        ["the start", 0, 3],
        ["the middle", 3, 7],
        ["up to the end", 7, 10],
        ["one byte", 9, 10],
        ["past the end gives what there is", 8, 100],
      ])("%s", async (_, start, end) => {
        await put("small", "0123456789");
        await put("large", "0123456789".repeat(LARGE / 10));
        const small = await readText({ objects, key: `${prefix}small`, range: { start, end } });
        expect(small).toBe("0123456789".slice(start, end));
        const shift = LARGE - 10;
        const range = { start: shift + start, end: shift + end };
        expect(await readText({ objects, key: `${prefix}large`, range })).toBe(small);
        const most = await readText({ objects, key: `${prefix}large`, range: { start, end: shift } });
        expect(most).toBe("0123456789".repeat(LARGE / 10).slice(start, shift));
      });

      it("of an object that is not there is Object.NotFound", async () => {
        const range = { start: 0, end: 1 };
        await expect(objects.get({ key: `${prefix}a`, range })).rejects.toMatchObject({
          name: "Object.NotFound",
        });
      });
    });

    describe("list", () => {
      const KEYS = [
        "a",
        "a!b",
        "a-b/c",
        "a.b",
        "b/1",
        "b/10",
        "b/2",
        "b/2-x/y",
        "b/2.x",
        "b/3/z",
        "c~",
        "é",
        "\uffee",
        "😀",
      ];

      it("gives keys in byte order, folders and files mixed", async () => {
        for (const key of [...KEYS].reverse()) await put(key, "x");
        expect(await list()).toEqual(KEYS);
      });

      it("gives the keys under a prefix, which need not end at a slash", async () => {
        for (const key of KEYS) await put(key, "x");
        const under = async (more: string) =>
          (await objects.list({ prefix: prefix + more })).map((key) => key.slice(prefix.length));
        expect(await under("b/")).toEqual(KEYS.filter((key) => key.startsWith("b/")));
        expect(await under("b/2")).toEqual(["b/2", "b/2-x/y", "b/2.x"]);
        expect(await under("a")).toEqual(["a", "a!b", "a-b/c", "a.b"]);
        expect(await under("nothing")).toEqual([]);
        expect(await under("nothing/at/all")).toEqual([]);
      });

      it("goes on just after any key, also one that is not there, and stops at the limit", async () => {
        for (const key of KEYS) await put(key, "x");
        for (const [index, after] of KEYS.entries()) {
          expect(await list({ after, limit: 3 })).toEqual(KEYS.slice(index + 1, index + 4));
        }
        expect(await list({ after: "b/2-x" })).toEqual(KEYS.slice(KEYS.indexOf("b/2-x/y")));
        expect(await list({ limit: 1 })).toEqual(["a"]);
      });

      it("gives more than one page of S3's 1,000 where no limit is given", async () => {
        const keys = Array.from({ length: 1_100 }, (_, n) => `many/${String(n).padStart(5, "0")}`);
        for (let n = 0; n < keys.length; n += 50) {
          await Promise.all(keys.slice(n, n + 50).map((key) => put(key, "")));
        }
        expect(await list()).toEqual(keys);
      });

      it("does not show what was deleted", async () => {
        await put("a/b", "x");
        await put("a/c", "x");
        await objects.delete({ key: `${prefix}a/b` });
        expect(await list()).toEqual(["a/c"]);
      });
    });

    it("keeps every key apart, whatever a file system would make of it", async () => {
      for (const key of ODD_KEYS) await put(key, key);
      for (const key of ODD_KEYS) expect(await read(key)).toBe(key);
      const bytes = (key: string) => Buffer.from(key).toString("latin1");
      expect(await list()).toEqual([...ODD_KEYS].sort((a, b) => (bytes(a) < bytes(b) ? -1 : 1)));
    });

    it("does what a map does, for any sequence of puts and deletes", async () => {
      const Step = fc.record({
        // No key is the folder of another: a folder cannot hold both.
        key: fc.constantFrom("A", "a.b", "x/1", "x/Ñ", "x/2/y", "x-/1"),
        body: fc.option(fc.string({ unit: "grapheme", maxLength: 20 })),
        ifAbsent: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(Step, { maxLength: 15 }), async (steps) => {
          const under = `${unique(`${prefix}p`)}/`;
          const map = new Map<string, string>();
          for (const { key, body, ifAbsent } of steps) {
            if (body === null) {
              await objects.delete({ key: under + key });
              map.delete(key);
              continue;
            }
            const stays = ifAbsent && map.has(key);
            expect(await objects.put({ key: under + key, body, ifAbsent })).toBe(!stays);
            if (!stays) map.set(key, body);
          }
          const keys = await objects.list({ prefix: under });
          expect(new Set(keys.map((key) => key.slice(under.length)))).toEqual(new Set(map.keys()));
          for (const [key, body] of map) expect(await readText({ objects, key: under + key })).toBe(body);
        }),
        { numRuns: 50 },
      );
    });

    it("takes an object written piece by piece, and nothing of one given up", async () => {
      const writer = objectWriter({ objects, key: `${prefix}rows` });
      for (let n = 0; n < 20_000; n++) await writer.write(`${n} ñ\n`);
      await writer.close();
      let n = 0;
      for await (const line of readLines({ objects, key: `${prefix}rows` })) expect(line).toBe(`${n++} ñ`);
      expect(n).toBe(20_000);
      const given = objectWriter({ objects, key: `${prefix}given-up` });
      for (let row = 0; row < 20_000; row++) await given.write("some text\n");
      await given.abort();
      expect(await list()).toEqual(["rows"]);
    });
  });
}

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
