import { CreateBucketCommand, DeleteObjectCommand } from "@aws-sdk/client-s3";
import { s3Client } from "@millrace/aws/clients";
import { s3Objects } from "@millrace/aws/objects";
import { s3Uploads, uploadedObject } from "@millrace/aws/uploads";
import { runIdOf } from "@millrace/core/run";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOCAL_CREDENTIALS } from "../../../test/equipment/dynamo-server.ts";
import { type S3Server, startS3 } from "../../../test/equipment/s3-server.ts";

const BUCKET = "bucket";
const KEY = "catalogs/acme/2026/Spring list.csv";

describe("an uploaded object", () => {
  let server: S3Server;
  let client: ReturnType<typeof s3Client>;

  beforeEach(async () => {
    server = await startS3();
    client = s3Client({ endpoint: server.endpoint, forcePathStyle: true, ...LOCAL_CREDENTIALS });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
  });
  const put = (body: string) => s3Objects({ client, bucket: BUCKET }).put({ key: KEY, body });
  const find = (object: { key?: string; version?: string }) =>
    uploadedObject({ tenantId: "acme", key: KEY, ...object }, { client, bucket: BUCKET });
  const versions = () =>
    server.buckets
      .get(BUCKET)
      ?.objects.get(KEY)
      ?.map(({ versionId }) => versionId) ?? [];

  it("is its newest version, or the one that is named: the run of its own notification", async () => {
    await put("one");
    await put("three");
    const [first = "", second = ""] = versions();
    const newest = await find({});
    expect(newest).toEqual({
      ...{ bucket: BUCKET, key: KEY, version: second, tenantId: "acme", sourceFile: "Spring list.csv" },
      ...{ bytes: 5, eventTime: expect.any(Number), sequencer: "" },
    });
    expect(runIdOf(newest ?? { bucket: "", key: "", version: "" })).toBe(
      runIdOf({ bucket: BUCKET, key: KEY, version: second }),
    );
    expect(await find({ version: first })).toMatchObject({ version: first, bytes: 3 });
  });

  it("that is not there, or deleted, is none; nor is a folder or a version that nothing has", async () => {
    expect(await find({})).toBeNull();
    await put("one");
    expect(await find({ version: "no-such-version" })).toBeNull();
    expect(await find({ key: "catalogs/acme/" })).toBeNull();
    await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: KEY }));
    expect(await find({})).toBeNull();
    expect(await find({ version: versions().at(-1) ?? "" })).toBeNull();
  });

  it("is also a text that was kept as one", async () => {
    const file = { tenantId: "acme", sourceFile: "spring.csv", text: "asin\n" };
    const clock = { now: () => 1, sleep: async () => {} };
    const upload = await s3Uploads({ client, bucket: BUCKET, clock, uuid: () => "0" }).submitText(file);
    expect(await find({ key: upload.key, version: upload.version })).toMatchObject({
      ...{ version: upload.version, bytes: 5 },
    });
  });
});
