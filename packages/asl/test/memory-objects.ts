import type { ObjectStore } from "../src/index.ts";

/** Objects in memory, by `bucket/key`, for tests. */
export function memoryObjects(initial: { [path: string]: string } = {}): ObjectStore & {
  texts: Map<string, string>;
  json: (path: string) => unknown;
} {
  const texts = new Map(Object.entries(initial));
  const textAt = (path: string): string => {
    const text = texts.get(path);
    if (text === undefined) throw new Error(`there is no object ${path}`);
    return text;
  };
  return {
    texts,
    json: (path) => JSON.parse(textAt(path)),
    read: async function* ({ bucket, key }) {
      const bytes = Buffer.from(textAt(`${bucket}/${key}`));
      // Small pieces: characters, lines and values are cut in two.
      for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
    },
    write: async ({ bucket, key, body }) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      texts.set(`${bucket}/${key}`, Buffer.concat(chunks).toString("utf8"));
    },
    list: async function* ({ bucket, prefix }) {
      for (const [path, text] of [...texts].sort()) {
        if (!path.startsWith(`${bucket}/${prefix}`)) continue;
        yield { key: path.slice(bucket.length + 1), size: text.length, etag: "e", lastModified: 0 };
      }
    },
  };
}
