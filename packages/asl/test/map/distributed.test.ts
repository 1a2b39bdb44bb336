import { gzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import * as z from "zod";
import type { Json, State, TaskRunner } from "../../src/index.ts";
import { memoryObjects } from "../memory-objects.ts";
import { FUNCTION, machine, named, run, type TestRunOptions, typesOf } from "../run.ts";

/** What a Map answers whose results are written to objects. */
const Written = z.object({ output: z.object({ ResultWriterDetails: z.object({ Key: z.string() }) }) });

type MapState = Extract<State, { Type: "Map" }>;

const child = {
  ProcessorConfig: { Mode: "DISTRIBUTED" as const, ExecutionType: "STANDARD" as const },
  ...machine({ A: { Type: "Task", Resource: `${FUNCTION}f`, End: true } }),
};

/** Runs a Distributed Map whose function answers what `f` makes of its input. */
function runMap(
  options: { state: Partial<MapState>; f?: (input: Json) => Json | Promise<Json> } & Partial<TestRunOptions>,
) {
  const { state, f = (input) => input, ...rest } = options;
  const tasks: TaskRunner = { invokeFunction: async ({ payload }) => f(payload) };
  return run({
    tasks,
    ...rest,
    definition: machine(
      { M: { Type: "Map", ItemProcessor: child, End: true, ...state } },
      { QueryLanguage: "JSONata" },
    ),
  });
}

const refuse =
  (...bad: Json[]) =>
  (input: Json) => {
    if (bad.includes(input)) throw named("Bad");
    return input;
  };

const getObject = (config: NonNullable<MapState["ItemReader"]>["ReaderConfig"]) => ({
  Resource: "arn:aws:states:::s3:getObject",
  Arguments: { Bucket: "b", Key: "k" },
  ...(config ? { ReaderConfig: config } : {}),
});

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

describe("children", () => {
  test("have their own input and context, and no variables of the parent", async () => {
    const { result, events } = await run({
      definition: machine(
        {
          A: { Type: "Pass", Assign: { outer: 1 }, Next: "M" },
          M: {
            Type: "Map",
            Items: [5],
            Label: "Batches",
            ItemProcessor: {
              ...child,
              ...machine({
                C: {
                  Type: "Pass",
                  Output: {
                    input: "{% $states.context.Execution.Input %}",
                    id: "{% $states.context.Execution.Id %}",
                    outer: "{% $exists($outer) %}",
                  },
                  End: true,
                },
              }),
            },
            End: true,
          },
        },
        { QueryLanguage: "JSONata" },
      ),
    });
    expect(result).toMatchObject({
      output: [{ input: 5, outer: false, id: expect.stringContaining(":execution:StateMachine/Batches:") }],
    });
    const told = events.filter(({ execution }) => execution.mapRunArn !== undefined);
    expect(told.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(told[0]?.execution.mapRunArn).toBe(
      events.find(({ type }) => type === "MapRunStarted")?.details.mapRunArn,
    );
  });

  test.each([1, 3, "{% $states.input.c %}"])(
    "at most MaxConcurrency %s at once, in the order of the items",
    async (MaxConcurrency) => {
      let active = 0;
      let most = 0;
      const { result } = await run({
        definition: machine(
          {
            M: { Type: "Map", Items: [1, 2, 3, 4, 5, 6, 7], MaxConcurrency, ItemProcessor: child, End: true },
          },
          { QueryLanguage: "JSONata" },
        ),
        input: { c: 2 },
        tasks: {
          invokeFunction: async ({ payload }) => {
            active += 1;
            most = Math.max(most, active);
            for (let turn = 0; turn < 8 - Number(payload); turn += 1) await new Promise(setImmediate);
            active -= 1;
            return payload;
          },
        },
      });
      expect(result).toMatchObject({ output: [1, 2, 3, 4, 5, 6, 7] });
      expect(most).toBe(typeof MaxConcurrency === "number" ? MaxConcurrency : 2);
    },
  );
});

describe("tolerated failures", () => {
  const items = [1, 2, 3, 4];
  it.each<{ state: Partial<MapState>; bad: number[]; output?: Json }>([
    { state: {}, bad: [], output: items },
    { state: {}, bad: [2] },
    { state: { ToleratedFailureCount: 1 }, bad: [2], output: [1, 3, 4] },
    { state: { ToleratedFailureCount: 1 }, bad: [2, 3] },
    { state: { ToleratedFailurePercentage: 50 }, bad: [2, 3], output: [1, 4] },
    { state: { ToleratedFailurePercentage: 49.9 }, bad: [2, 3] },
    { state: { ToleratedFailurePercentage: "{% 25 * 3 %}" }, bad: [1, 2, 3], output: [4] },
    { state: { ToleratedFailureCount: 0, ToleratedFailurePercentage: 100 }, bad: [2] },
    { state: { ToleratedFailurePercentage: 100 }, bad: items, output: [] },
  ])("$state with $bad failing", async ({ state, bad, output }) => {
    const { result } = await runMap({
      state: { Items: items, MaxConcurrency: 1, ...state },
      f: refuse(...bad),
    });
    expect(result).toMatchObject(
      output === undefined
        ? { status: "FAILED", error: "States.ExceedToleratedFailureThreshold" }
        : { status: "SUCCEEDED", output },
    );
  });
});

describe("ItemBatcher", () => {
  it.each<{ name: string; batcher: MapState["ItemBatcher"]; output: Json }>([
    {
      name: "a number of items",
      batcher: { MaxItemsPerBatch: 2 },
      output: [{ Items: ["aa", "bb"] }, { Items: ["cc"] }],
    },
    {
      name: "what all batches share",
      batcher: { MaxItemsPerBatch: 3, BatchInput: { run: "{% $states.input.run %}" } },
      output: [{ BatchInput: { run: 7 }, Items: ["aa", "bb", "cc"] }],
    },
    {
      name: "bytes",
      batcher: { MaxInputBytesPerBatch: 38 },
      output: [{ Items: ["aa", "bb"] }, { Items: ["cc"] }],
    },
  ])("makes batches by $name", async ({ batcher, output }) => {
    const { result } = await runMap({
      state: { Items: ["aa", "bb", "cc"], ...(batcher ? { ItemBatcher: batcher } : {}) },
      input: { run: 7 },
    });
    expect(result).toMatchObject({ output });
  });
});

describe("ResultWriter", () => {
  const writer = (config?: NonNullable<MapState["ResultWriter"]>["WriterConfig"]) => ({
    Resource: "arn:aws:states:::s3:putObject",
    Arguments: { Bucket: "out", Prefix: "p" },
    ...(config ? { WriterConfig: config } : {}),
  });

  test("writes what became of every child, and a manifest", async () => {
    const objects = memoryObjects();
    const { result } = await runMap({
      state: { Items: [1, 2, 3], MaxConcurrency: 1, ToleratedFailureCount: 1, ResultWriter: writer() },
      objects,
      f: refuse(2),
    });
    const { Key } = Written.parse(result).output.ResultWriterDetails;
    const folder = `out/${Key.replace("manifest.json", "")}`;
    expect(objects.json(`out/${Key}`)).toMatchObject({
      DestinationBucket: "out",
      ResultFiles: {
        SUCCEEDED: [
          {
            Key: expect.stringMatching(/^p\/.*\/SUCCEEDED_0\.json$/),
            Size: objects.texts.get(`${folder}SUCCEEDED_0.json`)?.length,
          },
        ],
        FAILED: [{ Key: expect.stringMatching(/FAILED_0\.json$/) }],
        PENDING: [],
      },
    });
    expect(objects.json(`${folder}SUCCEEDED_0.json`)).toMatchObject([
      { Input: "1", Output: "1", Status: "SUCCEEDED" },
      { Input: "3", Output: "3", Status: "SUCCEEDED" },
    ]);
    expect(objects.json(`${folder}FAILED_0.json`)).toMatchObject([
      { Input: "2", Status: "FAILED", Error: "Bad" },
    ]);
  });

  test("writes the children that never started as pending", async () => {
    const objects = memoryObjects();
    const { result } = await runMap({
      state: { Items: [1, 2, 3, 4], MaxConcurrency: 1, ResultWriter: writer() },
      objects,
      f: refuse(2),
    });
    expect(result).toMatchObject({ error: "States.ExceedToleratedFailureThreshold" });
    const pending = [...objects.texts.keys()].find((path) => path.endsWith("PENDING_0.json")) ?? "";
    expect(objects.json(pending)).toMatchObject([{ Input: "3" }, { Input: "4" }]);
  });

  it.each<{ config: NonNullable<MapState["ResultWriter"]>["WriterConfig"]; text: string }>([
    { config: { Transformation: "COMPACT", OutputType: "JSON" }, text: "[[1,1],[2,2]]" },
    { config: { Transformation: "FLATTEN", OutputType: "JSON" }, text: "[1,1,2,2]" },
    { config: { Transformation: "FLATTEN", OutputType: "JSONL" }, text: "1\n1\n2\n2\n" },
  ])("writes outputs as $config", async ({ config, text }) => {
    const objects = memoryObjects();
    await runMap({
      state: { Items: [1, 2], MaxConcurrency: 1, ResultWriter: writer(config) },
      objects,
      f: (n) => [n, n],
    });
    const written = [...objects.texts].find(([path]) => path.includes("SUCCEEDED_0"));
    expect(written?.[1]).toBe(text);
  });

  it.each([
    { name: "fails", write: () => Promise.reject(new Error("disk full")), cause: "disk full" },
    { name: "does not read", write: () => Promise.resolve(), cause: "the store stopped reading" },
  ])("a store that $name is States.ResultWriterFailed", async ({ write, cause }) => {
    const { result } = await runMap({
      state: { Items: [1, 2, 3], ResultWriter: writer() },
      objects: { ...memoryObjects(), write },
      f: () => "x".repeat(100_000),
    });
    expect(result).toMatchObject({
      status: "FAILED",
      error: "States.ResultWriterFailed",
      cause: expect.stringContaining(cause),
    });
  });
});

test("an execution that ends early stops its children", async () => {
  const { result, events } = await run({
    definition: machine(
      { M: { Type: "Map", Items: [1, 2, 3], MaxConcurrency: 2, ItemProcessor: child, End: true } },
      { QueryLanguage: "JSONata", TimeoutSeconds: 5 },
    ),
    tasks: { invokeFunction: () => new Promise(() => {}) },
  });
  expect(result.status).toBe("TIMED_OUT");
  expect(typesOf(events).filter((type) => type === "ExecutionAborted")).toHaveLength(2);
  expect(typesOf(events)).toContain("MapRunAborted");
});
