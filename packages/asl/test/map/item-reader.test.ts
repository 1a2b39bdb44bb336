import { gzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import type { Json } from "../../src/index.ts";
import { memoryObjects } from "../memory-objects.ts";
import { typesOf } from "../run.ts";
import { getObject, type MapState, runMap } from "./distributed.ts";

describe("ItemReader", () => {
  it.each<{
    name: string;
    text: string;
    config: NonNullable<MapState["ItemReader"]>["ReaderConfig"];
    items: Json;
  }>([
    {
      name: "JSON",
      text: '[{"a":"]"}, "x,\\"y", [1,[2]], 3 ]',
      config: { InputType: "JSON" },
      items: [{ a: "]" }, 'x,"y', [1, [2]], 3],
    },
    { name: "an empty array", text: " [ ] ", config: { InputType: "JSON" }, items: [] },
    {
      name: "JSON at a pointer",
      text: '{"a/b":{"list":[1,2]}}',
      config: { InputType: "JSON", ItemsPointer: "/a~1b/list" },
      items: [1, 2],
    },
    {
      name: "JSON lines",
      text: '{"a":"é"}\r\n\n{"a":2}',
      config: { InputType: "JSONL" },
      items: [{ a: "é" }, { a: 2 }],
    },
    {
      name: "CSV with a header row",
      text: '\uFEFFa,b\n1,"x, y"\n2\n3,z,more\n',
      config: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
      items: [
        { a: "1", b: "x, y" },
        { a: "2", b: "" },
        { a: "3", b: "z" },
      ],
    },
    {
      name: "CSV with given headers",
      text: "1;x\n2;y\n",
      config: {
        InputType: "CSV",
        CSVHeaderLocation: "GIVEN",
        CSVHeaders: ["n", "s"],
        CSVDelimiter: "SEMICOLON",
      },
      items: [
        { n: "1", s: "x" },
        { n: "2", s: "y" },
      ],
    },
    {
      name: "no more than MaxItems",
      text: "[1,2,3]",
      config: { InputType: "JSON", MaxItems: 2 },
      items: [1, 2],
    },
  ])("reads $name", async ({ text, config, items }) => {
    const { result } = await runMap({
      state: { ItemReader: getObject(config) },
      objects: memoryObjects({ "b/k": text }),
    });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: items });
  });

  it.each([
    { name: "there is no object", texts: {}, cause: "there is no object b/k" },
    {
      name: "the object is no array",
      texts: { "b/k": '{"a":1}' },
      cause: "Attempting to map over non-iterable node.",
    },
    { name: "the array breaks off", texts: { "b/k": "[1,2" }, cause: "The array does not end." },
  ])("fails as States.ItemReaderFailed when $name", async ({ texts, cause }) => {
    const { result, events } = await runMap({
      state: { ItemReader: getObject({ InputType: "JSON" }) },
      objects: memoryObjects(texts),
    });
    expect(result).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed", cause });
    expect(typesOf(events)).toContain("MapRunFailed");
  });

  test("refuses CSV whose headers stand twice", async () => {
    const { result } = await runMap({
      state: { ItemReader: getObject({ InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" }) },
      objects: memoryObjects({ "b/k": "a,a\n1,2\n" }),
    });
    expect(result).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" });
  });

  test("lists objects", async () => {
    const { result } = await runMap({
      state: {
        ItemReader: {
          Resource: "arn:aws:states:::s3:listObjectsV2",
          Arguments: { Bucket: "b", Prefix: "in/" },
        },
        ItemSelector: {
          key: "{% $states.context.Map.Item.Value.Key %}",
          size: "{% $states.context.Map.Item.Value.Size %}",
        },
      },
      objects: memoryObjects({ "b/in/1": "one", "b/in/2": "", "b/other": "", "c/in/3": "" }),
    });
    expect(result).toMatchObject({
      output: [
        { key: "in/1", size: 3 },
        { key: "in/2", size: 0 },
      ],
    });
  });
});

describe("ItemReader of many objects", () => {
  test("reads the objects it lists, one after another", async () => {
    const { result } = await runMap({
      state: {
        ItemReader: {
          Resource: "arn:aws:states:::s3:listObjectsV2",
          Arguments: { Bucket: "b", Prefix: "in/" },
          ReaderConfig: { InputType: "JSONL", Transformation: "LOAD_AND_FLATTEN" },
        },
      },
      objects: memoryObjects({ "b/in/1": "1\n2\n", "b/in/2": "3", "b/other": "4" }),
    });
    expect(result).toMatchObject({ output: [1, 2, 3] });
  });

  const inventory = (files: { [path: string]: Buffer }, manifest: Json) =>
    runMap({
      state: { ItemReader: getObject({ InputType: "MANIFEST" }) },
      objects: {
        ...memoryObjects(),
        read: async function* ({ bucket, key }) {
          const bytes = key === "k" ? Buffer.from(JSON.stringify(manifest)) : files[`${bucket}/${key}`];
          if (!bytes) throw new Error("no such object");
          yield bytes;
        },
      },
    });

  test("reads the rows of an S3 inventory", async () => {
    const { result } = await inventory(
      { "inv/data.csv.gz": gzipSync('"b","a.csv","12"\n"b","c.csv","0"\n') },
      {
        destinationBucket: "arn:aws:s3:::inv",
        fileSchema: "Bucket, Key, Size",
        files: [{ key: "data.csv.gz" }],
      },
    );
    expect(result).toMatchObject({
      output: [
        { Bucket: "b", Key: "a.csv", Size: "12" },
        { Bucket: "b", Key: "c.csv", Size: "0" },
      ],
    });
  });

  it.each<{ name: string; manifest: Json; files: { [path: string]: Buffer } }>([
    { name: "is of another kind", manifest: { entries: [] }, files: {} },
    { name: "is no object", manifest: [], files: {} },
    {
      name: "names a file that is missing",
      manifest: { destinationBucket: "inv", fileSchema: "Key", files: [{ key: "gone" }] },
      files: {},
    },
    {
      name: "names a file that is not compressed",
      manifest: { destinationBucket: "inv", fileSchema: "Key", files: [{ key: "plain" }] },
      files: { "inv/plain": Buffer.from('"a"') },
    },
  ])("a manifest that $name is States.ItemReaderFailed", async ({ manifest, files }) => {
    const { result } = await inventory(files, manifest);
    expect(result).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" });
  });

  it.each<{ name: string; reader: NonNullable<MapState["ItemReader"]> }>([
    { name: "Parquet", reader: getObject({ InputType: "PARQUET" }) },
    {
      name: "another resource",
      reader: { Resource: "arn:aws:states:::s3:other", Arguments: { Bucket: "b" } },
    },
    { name: "no key", reader: { Resource: "arn:aws:states:::s3:getObject", Arguments: { Bucket: "b" } } },
    { name: "a pointer to nothing", reader: getObject({ InputType: "JSON", ItemsPointer: "/x" }) },
    { name: "a negative MaxItems", reader: getObject({ InputType: "JSON", MaxItems: "{% -1 %}" }) },
  ])("$name is States.ItemReaderFailed", async ({ reader }) => {
    const { result } = await runMap({
      state: { ItemReader: reader },
      objects: memoryObjects({ "b/k": "{}" }),
    });
    expect(result).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" });
  });

  test("without an object store nothing can be read", async () => {
    const { result } = await runMap({ state: { ItemReader: getObject({ InputType: "JSON" }) } });
    expect(result).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });
});
