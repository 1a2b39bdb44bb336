import { type Downloads, type ObjectStore, objectWriter } from "@millrace/core/object";
import type { Context } from "hono";
import type { ApiEnv } from "./deps.ts";

/** An answer of AWS Lambda has 6 MB at most, and quotes and line ends become two bytes each on their way to API Gateway. */
const MOST_BYTES = 2_500_000;

const CSV_TYPE = "text/csv; charset=utf-8";

interface DownloadDeps {
  objects: ObjectStore;
  downloads?: Downloads;
}

/** What a download's name may hold: others could end the header it stands in, or mislead who saves the file. */
const UNSAFE = /[^A-Za-z0-9._-]+/g;

/** A name for a download, by a name that somebody chose. */
export function safeName(name: string): string {
  return name.replace(UNSAFE, "-").replace(/^[.-]+/, "") || "file";
}

/**
 * Answers a CSV: as fast as it is read where the API can send any length, else whole up to some megabytes, and beyond as an object, whose
 * address is the answer.
 *
 * @param input.texts - its pieces. A failure on the way breaks the answer off: half a file is not taken for a whole one
 * @param input.key - where it is written if it is long
 * @param input.fileName - made by {@link safeName}
 */
export async function answerCsv(
  c: Context<ApiEnv>,
  input: { texts: AsyncGenerator<string>; key: string; fileName: string },
  { objects, downloads }: DownloadDeps,
): Promise<Response> {
  const { texts, key, fileName } = input;
  const headers = { "Content-Type": CSV_TYPE, "Content-Disposition": `attachment; filename="${fileName}"` };
  if (downloads === undefined) {
    // Read before the answer begins: what is not there at all is no file that breaks off.
    const first = await texts.next();
    return c.body(streamOf(first, texts), 200, headers);
  }
  const begun: string[] = [];
  let bytes = 0;
  while (bytes <= MOST_BYTES) {
    const { done, value } = await texts.next();
    if (done === true) return c.body(begun.join(""), 200, headers);
    begun.push(value);
    bytes += Buffer.byteLength(value);
  }
  await writeAll({ objects, key, begun, texts });
  return c.json({ url: await downloads.urlOf({ key, fileName }), fileName }, 200);
}

async function writeAll(input: {
  objects: ObjectStore;
  key: string;
  begun: string[];
  texts: AsyncGenerator<string>;
}): Promise<void> {
  const { objects, key, begun, texts } = input;
  const writer = objectWriter({ objects, key });
  try {
    for (const text of begun) await writer.write(text);
    for await (const text of texts) await writer.write(text);
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** Answers a stored CSV. @throws Object.NotFound */
export async function answerStoredCsv(
  c: Context<ApiEnv>,
  { key, fileName }: { key: string; fileName: string },
  { objects }: { objects: ObjectStore },
): Promise<Response> {
  const stream = await objects.get({ key });
  stream.setEncoding("utf8");
  const texts = async function* (): AsyncGenerator<string> {
    for await (const text of stream) yield String(text);
  };
  return answerCsv(c, { texts: texts(), key, fileName }, { objects });
}

/** Texts as a body, read as fast as they are sent. */
function streamOf(
  first: IteratorResult<string, unknown>,
  texts: AsyncGenerator<string>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      const piece = begun ? await texts.next() : first;
      begun = true;
      if (piece.done === true) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
