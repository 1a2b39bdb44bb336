import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import type { ItemReader } from "../definition.ts";
import { StatesError } from "../error.ts";
import { isJsonObject, type Json } from "../json.ts";
import { evaluateField } from "../states/fields.ts";
import { jsonArrayItems, jsonLines, NotAnArray } from "./json-items.ts";
import type { MapPlan } from "./map.ts";
import { readNumber } from "./numbers.ts";
import type { ObjectStore } from "./object-store.ts";

const DELIMITERS = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" } as const;

type ReaderConfig = NonNullable<ItemReader["ReaderConfig"]>;

/**
 * The items of a Map with ItemReader, read as they are wanted.
 *
 * @throws StatesError States.ItemReaderFailed
 */
export async function* readItems({
  plan,
  reader,
}: {
  plan: MapPlan;
  reader: ItemReader;
}): AsyncGenerator<Json> {
  const { visit, input } = plan;
  const config = reader.ReaderConfig ?? {};
  const field = visit.language === "JSONata" ? "Arguments" : "Parameters";
  const args = await evaluateField({
    visit,
    field: `ItemReader/${field}`,
    template: reader[field] ?? {},
    view: { input },
  });
  const maxItems = await readNumber({
    visit,
    input,
    field: "MaxItems",
    template: config.MaxItems,
    path: config.MaxItemsPath,
    error: "States.ItemReaderFailed",
  });
  // The service reads 0 as no limit.
  let left = maxItems || Number.POSITIVE_INFINITY;
  try {
    for await (const item of source({ plan, reader, config, args })) {
      yield item;
      left -= 1;
      if (left <= 0) return;
    }
  } catch (error) {
    if (error instanceof StatesError) throw error;
    throw failed(error instanceof Error ? error.message : String(error), error);
  }
}

function failed(cause: string, error?: unknown): StatesError {
  return new StatesError("States.ItemReaderFailed", cause, { cause: error });
}

function source(options: {
  plan: MapPlan;
  reader: ItemReader;
  config: ReaderConfig;
  args: Json;
}): AsyncIterable<Json> {
  const { plan, reader, config, args } = options;
  const { objects } = plan.visit.thread.execution.runtime;
  if (!objects) throw new StatesError("States.Runtime", "No object store was given to read items from.");
  if (!isJsonObject(args)) throw failed("The ItemReader needs an object of arguments.");
  const bucket = textOf({ args, name: "Bucket" });
  switch (reader.Resource) {
    case "arn:aws:states:::s3:getObject": {
      const version = args.VersionId;
      const object = {
        bucket,
        key: textOf({ args, name: "Key" }),
        ...(typeof version === "string" ? { versionId: version } : {}),
      };
      return itemsOfObject({ objects, object, config });
    }
    case "arn:aws:states:::s3:listObjectsV2":
      return listedItems({ objects, bucket, prefix: args.Prefix, config });
    default:
      throw failed(`The resource '${reader.Resource}' cannot be read from.`);
  }
}

function textOf({ args, name }: { args: { [name: string]: Json }; name: string }): string {
  const value = args[name];
  if (typeof value === "string") return value;
  throw failed(`The ItemReader needs the argument '${name}', a string.`);
}

async function* itemsOfObject(options: {
  objects: ObjectStore;
  object: { bucket: string; key: string; versionId?: string };
  config: ReaderConfig;
}): AsyncGenerator<Json> {
  const { objects, object, config } = options;
  const bytes = objects.read(object);
  switch (config.InputType) {
    case "CSV":
      yield* csvRows({ bytes, config });
      return;
    case "JSONL":
      yield* jsonLines(bytes);
      return;
    case "MANIFEST":
      yield* manifestItems({ objects, bytes });
      return;
    case "PARQUET":
      throw failed("Parquet objects are not supported.");
    default:
      yield* arrayItems(config.ItemsPointer === undefined ? bytes : pointed({ bytes, config }));
  }
}

async function* arrayItems(source: AsyncIterable<Uint8Array>): AsyncGenerator<Json> {
  try {
    yield* jsonArrayItems(source);
  } catch (error) {
    if (error instanceof NotAnArray) throw failed("Attempting to map over non-iterable node.", error);
    throw error;
  }
}

/** The value an ItemsPointer leads to (RFC 6901), as bytes of its own. The whole object is read into memory. */
async function* pointed(options: {
  bytes: AsyncIterable<Uint8Array>;
  config: ReaderConfig;
}): AsyncGenerator<Uint8Array> {
  const { bytes, config } = options;
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  let value: Json = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  for (const token of (config.ItemsPointer ?? "").split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    const next: Json | undefined = Array.isArray(value)
      ? value[Number(key)]
      : isJsonObject(value) && Object.hasOwn(value, key)
        ? value[key]
        : undefined;
    if (next === undefined) throw failed(`The ItemsPointer '${config.ItemsPointer}' leads to nothing.`);
    value = next;
  }
  yield Buffer.from(JSON.stringify(value));
}

/**
 * Rows as objects of strings. A row with fewer cells than there are headers gets empty strings; cells beyond the
 * headers are dropped.
 */
async function* csvRows(options: {
  bytes: AsyncIterable<Uint8Array>;
  config: ReaderConfig;
}): AsyncGenerator<Json> {
  const { bytes, config } = options;
  const parser = parse({
    bom: true,
    delimiter: DELIMITERS[config.CSVDelimiter ?? "COMMA"],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  let headers = config.CSVHeaderLocation === "GIVEN" ? uniqueHeaders(config.CSVHeaders ?? []) : undefined;
  const records: AsyncIterable<string[]> = pipeline(
    Readable.from(bytes, { objectMode: false }),
    parser,
    ignore,
  );
  for await (const record of records) {
    if (headers === undefined) {
      headers = uniqueHeaders(record);
      continue;
    }
    yield Object.fromEntries(headers.map((header, index) => [header, record[index] ?? ""]));
  }
}

function uniqueHeaders(headers: string[]): string[] {
  if (new Set(headers).size === headers.length) return headers;
  throw failed("CSV headers cannot contain duplicates.");
}

/** Whoever reads the last stream of a pipeline gets its errors. */
function ignore(): void {}

async function* listedItems(options: {
  objects: ObjectStore;
  bucket: string;
  prefix: Json | undefined;
  config: ReaderConfig;
}): AsyncGenerator<Json> {
  const { objects, bucket, prefix, config } = options;
  for await (const object of objects.list({ bucket, prefix: typeof prefix === "string" ? prefix : "" })) {
    if (config.Transformation === "LOAD_AND_FLATTEN") {
      yield* itemsOfObject({ objects, object: { bucket, key: object.key }, config });
      continue;
    }
    yield {
      Etag: `"${object.etag}"`,
      Key: object.key,
      LastModified: Math.floor(object.lastModified / 1000),
      Size: object.size,
      StorageClass: "STANDARD",
    };
  }
}

/** The rows of an S3 inventory: its manifest names the columns, and the gzipped CSV files with the rows. */
async function* manifestItems(options: {
  objects: ObjectStore;
  bytes: AsyncIterable<Uint8Array>;
}): AsyncGenerator<Json> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of options.bytes) chunks.push(chunk);
  const manifest: Json = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  if (!isJsonObject(manifest)) throw failed("The manifest is not an object.");
  const { destinationBucket, fileSchema, files } = manifest;
  if (typeof destinationBucket !== "string" || typeof fileSchema !== "string" || !Array.isArray(files)) {
    throw failed("The manifest is not that of an S3 inventory in CSV.");
  }
  const bucket = destinationBucket.replace(/^arn:[^:]*:s3:::/, "");
  const headers = fileSchema.split(",").map((name) => name.trim());
  for (const file of files) {
    const key = isJsonObject(file) ? file.key : undefined;
    if (typeof key !== "string") throw failed("The manifest names a file without a key.");
    const zipped = Readable.from(options.objects.read({ bucket, key }), { objectMode: false });
    const unzipped = pipeline(zipped, createGunzip(), ignore);
    yield* csvRows({ bytes: unzipped, config: { CSVHeaderLocation: "GIVEN", CSVHeaders: headers } });
  }
}
