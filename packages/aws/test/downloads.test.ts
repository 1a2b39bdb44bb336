import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { s3Client } from "@millrace/aws/clients";
import { s3Downloads } from "@millrace/aws/downloads";
import { s3Objects } from "@millrace/aws/objects";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOCAL_CREDENTIALS } from "../../../test/equipment/dynamo-server.ts";
import { type S3Server, startS3 } from "../../../test/equipment/s3-server.ts";

describe("downloads from a bucket", () => {
  let server: S3Server;
  let client: ReturnType<typeof s3Client>;
  beforeAll(async () => {
    server = await startS3();
    client = s3Client({ endpoint: server.endpoint, forcePathStyle: true, ...LOCAL_CREDENTIALS });
    await client.send(new CreateBucketCommand({ Bucket: "bucket" }));
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  it("are fetched by an address that is signed for one object, as a file, for 5 minutes", async () => {
    const key = "exports/acme/2026-11-22.csv";
    await s3Objects({ client, bucket: "bucket" }).put({ key, body: "email\n" });
    const url = await s3Downloads({ client, bucket: "bucket" }).urlOf({ key, fileName: "leads.csv" });
    const { pathname, searchParams } = new URL(url);
    expect(pathname).toBe(`/bucket/${key}`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      "X-Amz-Expires": "300",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": expect.stringMatching(/^[0-9a-f]{64}$/),
      "response-content-disposition": 'attachment; filename="leads.csv"',
      "response-content-type": "text/csv; charset=utf-8",
    });
    expect(await (await fetch(url)).text()).toBe("email\n");
  });
});
