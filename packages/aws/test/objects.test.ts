import { CreateBucketCommand, DeleteObjectCommand } from "@aws-sdk/client-s3";
import { s3Client } from "@millrace/aws/clients";
import { s3Objects } from "@millrace/aws/objects";
import { type ObjectStore, readText } from "@millrace/core/object";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOCAL_CREDENTIALS } from "../../../test/equipment/dynamo-server.ts";
import { type Fault, type FaultProxy, startProxy } from "../../../test/equipment/proxy.ts";
import { type S3Server, startS3 } from "../../../test/equipment/s3-server.ts";

const MB = 1024 * 1024;

describe("objects in a bucket with versions", () => {
  let server: S3Server;
  let proxy: FaultProxy;
  let client: ReturnType<typeof s3Client>;
  let objects: ObjectStore;
  let faults: Fault[];
  let requests: { method: string; url: string; range: string | undefined }[];

  beforeEach(async () => {
    faults = [];
    requests = [];
    server = await startS3();
    proxy = await startProxy({
      target: server.endpoint,
      fault({ method, url, headers }) {
        requests.push({ method, url, range: headers.range });
        return faults.shift() ?? null;
      },
    });
    client = s3Client({ endpoint: proxy.endpoint, forcePathStyle: true, ...LOCAL_CREDENTIALS });
    await client.send(new CreateBucketCommand({ Bucket: "bucket" }));
    objects = s3Objects({ client, bucket: "bucket" });
    requests = [];
  });
  afterEach(async () => {
    client.destroy();
    await proxy.close();
    await server.close();
  });

  const bucket = () => {
    const found = server.buckets.get("bucket");
    if (found === undefined) throw new Error("there is no bucket");
    return found;
  };
  const versionsOf = (key: string) =>
    bucket()
      .objects.get(key)
      ?.map(({ versionId }) => versionId) ?? [];
  const text = async (key: string, version: string) => {
    let all = "";
    for await (const piece of await objects.get({ key, version })) all += piece;
    return all;
  };

  it("are read by version, also where a newer one or a delete marker covers it", async () => {
    for (const body of ["one", "three"]) await objects.put({ key: "a", body });
    await client.send(new DeleteObjectCommand({ Bucket: "bucket", Key: "a" }));
    const [first = "", second = "", marker = ""] = versionsOf("a");
    expect(await text("a", first)).toBe("one");
    expect(await text("a", second)).toBe("three");
    expect(await objects.size({ key: "a", version: first })).toBe(3);
    for (const which of [{}, { version: marker }, { version: "none" }]) {
      await expect(objects.get({ key: "a", ...which })).rejects.toMatchObject({ name: "Object.NotFound" });
      expect(await objects.size({ key: "a", ...which })).toBeNull();
    }
  });

  it("are deleted with all their versions and markers, and no other key with them", async () => {
    for (const key of ["a b", "a b", "a b/c", "a b+", "a bc"]) await objects.put({ key, body: key });
    await client.send(new DeleteObjectCommand({ Bucket: "bucket", Key: "a b" }));
    await objects.delete({ key: "a b" });
    expect([...bucket().objects.keys()].sort()).toEqual(["a b+", "a b/c", "a bc"]);
  });

  it("are deleted with more versions than a page of S3 holds", async () => {
    for (let n = 0; n < 1_050; n += 50) {
      await Promise.all(Array.from({ length: 50 }, () => objects.put({ key: "a", body: "" })));
    }
    await objects.put({ key: "aa", body: "" });
    await objects.delete({ key: "a" });
    expect([...bucket().objects.keys()]).toEqual(["aa"]);
  });

  it("that were deleted may be written again where nothing may be there", async () => {
    await objects.put({ key: "a", body: "1" });
    await client.send(new DeleteObjectCommand({ Bucket: "bucket", Key: "a" }));
    expect(await objects.put({ key: "a", body: "2", ifAbsent: true })).toBe(true);
  });

  it("are written in parts where they are long, and come back whole", async () => {
    const bytes = Buffer.from(Array.from({ length: 12 * MB }, (_, n) => (n * 7) % 251));
    await objects.put({ key: "a", body: pieces(bytes, 100_000) });
    expect(requests.filter(({ url }) => url.includes("partNumber="))).toHaveLength(3);
    const found: Buffer[] = [];
    for await (const piece of await objects.get({ key: "a" })) found.push(piece);
    expect(Buffer.concat(found).equals(bytes)).toBe(true);
  });

  it("in parts are not written over what is there, if asked", async () => {
    const body = () => pieces(Buffer.alloc(6 * MB), MB);
    expect(await objects.put({ key: "a", body: body(), ifAbsent: true })).toBe(true);
    expect(await objects.put({ key: "a", body: body(), ifAbsent: true })).toBe(false);
    expect(versionsOf("a")).toHaveLength(1);
  });

  it("whose body fails after some parts leave neither an object nor parts", async () => {
    const body = (async function* () {
      yield Buffer.alloc(11 * MB);
      throw new Error("the source broke");
    })();
    await expect(objects.put({ key: "a", body })).rejects.toThrow("the source broke");
    expect(versionsOf("a")).toEqual([]);
    expect(bucket().uploads.size).toBe(0);
  });

  describe("a connection that breaks while an object is read", () => {
    const content = "0123456789".repeat(50_000);
    beforeEach(async () => {
      await objects.put({ key: "a", body: content });
    });

    it("is taken up where it broke", async () => {
      faults = [
        { kind: "cut", bytes: 100_000 },
        { kind: "cut", bytes: 50_000 },
      ];
      expect(await readText({ objects, key: "a" })).toBe(content);
      expect(requests.filter(({ method }) => method === "GET").map(({ range }) => range)).toEqual([
        undefined,
        "bytes=100000-499999",
        "bytes=150000-499999",
      ]);
    });

    it("is taken up within a range", async () => {
      faults = [{ kind: "cut", bytes: 7 }];
      const range = { start: 11, end: 31 };
      expect(await readText({ objects, key: "a", range })).toBe(content.slice(11, 31));
    });

    it("fails the reader where the object is another by then", async () => {
      faults = [{ kind: "cut", bytes: 100_000 }];
      const stream = await objects.get({ key: "a" });
      await objects.put({ key: "a", body: "other" });
      const reading = stream.forEach(() => {});
      await expect(reading).rejects.toMatchObject({ name: "PreconditionFailed" });
    });

    it("fails the reader with Store.Throttled where nothing comes any more", async () => {
      faults = Array.from({ length: 3 }, () => ({ kind: "cut", bytes: 0 }));
      await expect(readText({ objects, key: "a" })).rejects.toMatchObject({ name: "Store.Throttled" });
    });
  });

  it("are read again and again without being read to their end, and nothing is left open", async () => {
    await objects.put({ key: "a", body: "x".repeat(3 * MB) });
    await objects.put({ key: "empty", body: "" });
    // More than the client has connections.
    for (let n = 0; n < 120; n++) {
      const stream = await objects.get({ key: n % 3 === 0 ? "empty" : "a" });
      if (n % 3 === 2) for await (const _ of stream) break;
      stream.destroy();
    }
    expect(await readText({ objects, key: "empty" })).toBe("");
  });

  describe("a service in trouble", () => {
    const refuse = (status: number, code: string): Fault => ({
      kind: "answer",
      status,
      body: `<Error><Code>${code}</Code></Error>`,
    });

    it("is asked again where it is overloaded", async () => {
      faults = [refuse(503, "SlowDown"), refuse(500, "InternalError")];
      expect(await objects.put({ key: "a", body: "x" })).toBe(true);
      expect(versionsOf("a")).toHaveLength(1);
    });

    it("that stays so is Store.Throttled, which the state machine tries again", async () => {
      faults = [refuse(503, "SlowDown")];
      const { endpoint } = proxy;
      const once = s3Client({ endpoint, forcePathStyle: true, maxAttempts: 1, ...LOCAL_CREDENTIALS });
      const reading = s3Objects({ client: once, bucket: "bucket" }).list({ prefix: "" });
      await expect(reading).rejects.toMatchObject({ name: "Store.Throttled", retryable: true });
    });

    it("with another write of the key under way is Store.Throttled: who was first is not known yet", async () => {
      faults = [refuse(409, "ConditionalRequestConflict")];
      const writing = objects.put({ key: "a", body: "x", ifAbsent: true });
      await expect(writing).rejects.toMatchObject({ name: "Store.Throttled" });
    });

    it("that forbids a request is neither", async () => {
      faults = [refuse(403, "AccessDenied")];
      await expect(objects.get({ key: "a" })).rejects.toMatchObject({ name: "AccessDenied" });
    });
  });

  it.each([
    [5, 5],
    [7, 5],
  ])("give nothing for the range from %i to %i", async (start, end) => {
    await objects.put({ key: "a", body: "0123456789" });
    expect(await readText({ objects, key: "a", range: { start, end } })).toBe("");
    const nowhere = objects.get({ key: "b", range: { start, end } });
    await expect(nowhere).rejects.toMatchObject({ name: "Object.NotFound" });
  });
});

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
