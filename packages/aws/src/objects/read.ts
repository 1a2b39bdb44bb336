import { Readable } from "node:stream";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ByteRange } from "@millrace/core/object";
import { isPassing, named, throttledByName } from "../backoff/index.ts";

/** So often in a row a connection may break without a byte having come. */
const BROKEN_IN_A_ROW = 3;

/** What of a bucket is read. */
interface S3Object {
  Bucket: string;
  Key: string;
  VersionId?: string;
}

/**
 * Opens an object, or a range of it, as a stream. Where the connection breaks, as S3 lets it for readers that are slow for
 * minutes, the stream goes on from there, if the object is still the same.
 *
 * @throws what S3 answers; the stream fails with Store.Throttled, or S3's PreconditionFailed where the object has changed
 */
export async function openObject(input: {
  client: S3Client;
  object: S3Object;
  range: ByteRange | undefined;
}): Promise<Readable> {
  const { client, object, range } = input;
  const first = await request({ client, object, ...(range === undefined ? {} : { range }) });
  const start = range?.start ?? 0;
  const end = start + first.length;
  let { body } = first;
  const pieces = async function* () {
    let offset = start;
    for (let broken = 0; ; ) {
      try {
        for await (const piece of body) {
          broken = 0;
          offset += piece.length;
          yield piece;
        }
        return;
      } catch (error) {
        broken++;
        if (!isPassing(error) || broken === BROKEN_IN_A_ROW) throw named(error);
        const rest = { range: { start: offset, end }, etag: first.etag };
        ({ body } = await throttledByName(() => request({ client, object, ...rest })));
      }
    }
  };
  const stream = Readable.from(pieces(), { objectMode: false });
  // Closed before anybody has read, the pieces have not begun, and would leave the connection open.
  return stream.once("close", () => body.destroy());
}

async function request(input: {
  client: S3Client;
  object: S3Object;
  range?: ByteRange;
  etag?: string | undefined;
}): Promise<{ body: Readable; length: number; etag: string | undefined }> {
  const { client, object, range, etag } = input;
  const command = new GetObjectCommand({
    ...object,
    // A range of S3 includes its end.
    ...(range === undefined ? {} : { Range: `bytes=${range.start}-${range.end - 1}` }),
    ...(etag === undefined ? {} : { IfMatch: etag }),
  });
  const { Body, ContentLength, ETag } = await client.send(command);
  if (!(Body instanceof Readable) || ContentLength === undefined) {
    throw new TypeError("S3 answered without a body or its length");
  }
  return { body: Body, length: ContentLength, etag: ETag };
}
