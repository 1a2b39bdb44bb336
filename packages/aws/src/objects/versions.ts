import { DeleteObjectsCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";
import { MillraceError } from "@millrace/core/error";
import { fromUrl } from "./url.ts";

/** Deletes every version of one object, delete markers included; none is no error. */
export async function deleteVersions(input: {
  client: S3Client;
  bucket: string;
  key: string;
}): Promise<void> {
  const { client, bucket, key } = input;
  for (;;) {
    // Of all keys with a prefix the prefix itself comes first, and with it all of its versions.
    const command = new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, EncodingType: "url" });
    const { Versions = [], DeleteMarkers = [], IsTruncated = false } = await client.send(command);
    const all = [...Versions, ...DeleteMarkers];
    const mine = all.filter((version) => version.Key !== undefined && fromUrl(version.Key) === key);
    if (mine.length === 0) return;
    const Objects = mine.map(({ VersionId }) => ({ Key: key, VersionId }));
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors.length > 0) {
      const codes = [...new Set(Errors.map(({ Code }) => Code))].join(", ");
      throw new MillraceError("Store.Throttled", `${Errors.length} versions could not be deleted: ${codes}`);
    }
    if (!IsTruncated || mine.length < all.length) return;
  }
}
