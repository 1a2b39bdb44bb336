import { type Bucket, current, keysOf } from "./s3-store.ts";
import { type Child, element } from "./s3-xml.ts";

const MOST_KEYS = 1_000;

/** ListObjectsV2. */
export function listObjects(bucket: Bucket, query: URLSearchParams): string {
  const token = query.get("continuation-token");
  const after = token === null ? (query.get("start-after") ?? "") : Buffer.from(token, "hex").toString();
  const keys = keysOf({ bucket, prefix: query.get("prefix") ?? "", after }).filter(
    (key) => current(bucket, key) !== undefined,
  );
  const page = keys.slice(0, pageSize(query));
  const truncated = page.length < keys.length;
  const next: Child[] = truncated
    ? [["NextContinuationToken", Buffer.from(page.at(-1) ?? "").toString("hex")]]
    : [];
  const contents = page.flatMap((key): Child[] => {
    const version = current(bucket, key);
    if (version === undefined) return [];
    const { etag, lastModified, body } = version;
    const size = String(body?.length ?? 0);
    const children: Child[] = [
      ["Key", written(key, query)],
      ["LastModified", lastModified],
    ];
    return [["Contents", inside([...children, ["ETag", etag], ["Size", size]])]];
  });
  return element("ListBucketResult", [
    ["KeyCount", String(page.length)],
    ["IsTruncated", String(truncated)],
    ...next,
    ...contents,
  ]);
}

/** ListObjectVersions, without its markers: whoever goes on has deleted the page before. */
export function listVersions(bucket: Bucket, query: URLSearchParams): string {
  const keys = keysOf({ bucket, prefix: query.get("prefix") ?? "", after: "" });
  const all = keys.flatMap((key) =>
    (bucket.objects.get(key) ?? []).map((version) => ({ key, version })).reverse(),
  );
  const page = all.slice(0, pageSize(query));
  return element("ListVersionsResult", [
    ["IsTruncated", String(page.length < all.length)],
    ...page.map(({ key, version: { versionId, body, lastModified } }): Child => {
      const children: Child[] = [
        ["Key", written(key, query)],
        ["VersionId", versionId],
        ["LastModified", lastModified],
      ];
      return [body === null ? "DeleteMarker" : "Version", inside(children)];
    }),
  ]);
}

function pageSize(query: URLSearchParams): number {
  return Math.min(MOST_KEYS, Number(query.get("max-keys") ?? MOST_KEYS));
}

/** A key as the request wants it. */
function written(key: string, query: URLSearchParams): string {
  return query.get("encoding-type") === "url" ? encodeURIComponent(key).replaceAll("%20", "+") : key;
}

function inside(children: Child[]): { xml: string } {
  return { xml: element("x", children).slice("<x>".length, -"</x>".length) };
}
