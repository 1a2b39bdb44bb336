import type { IncomingMessage } from "node:http";

/** The body of a request, out of the chunks in which the SDK signs and checks a stream. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces);
  return request.headers["content-encoding"]?.includes("aws-chunked") === true ? unchunked(body) : body;
}

/** `LENGTH[;chunk-signature=…]\r\n DATA \r\n`, again and again, until the length is 0; trailers follow. */
function unchunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    const length = Number.parseInt(body.toString("latin1", at, end), 16);
    if (!(length > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}
