import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Downloads } from "@millrace/core/object";

/** Long enough to begin a download, and too short to be passed on. */
const EXPIRES_S = 300;

/**
 * Downloads from one S3 bucket, by addresses signed with the credentials of whoever makes them: its role needs `s3:GetObject` on the
 * objects. Nothing is asked of S3.
 *
 * @param input.client - made by `s3Client`
 */
export function s3Downloads({ client, bucket }: { client: S3Client; bucket: string }): Downloads {
  return {
    async urlOf({ key, fileName }) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentType: "text/csv; charset=utf-8",
        // Saved as a file, never shown as a page of the bucket's.
        ResponseContentDisposition: `attachment; filename="${fileName}"`,
      });
      return getSignedUrl(client, command, { expiresIn: EXPIRES_S });
    },
  };
}
