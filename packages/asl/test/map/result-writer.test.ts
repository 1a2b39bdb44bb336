import { describe, expect, it, test } from "vitest";
import * as z from "zod";
import { memoryObjects } from "../memory-objects.ts";
import { type MapState, refuse, runMap } from "./distributed.ts";

/** What a Map answers whose results are written to objects. */
const Written = z.object({ output: z.object({ ResultWriterDetails: z.object({ Key: z.string() }) }) });

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
