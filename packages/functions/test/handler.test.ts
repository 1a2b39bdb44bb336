import { MillraceError } from "@millrace/core/error";
import { describe, expect, it } from "vitest";
import { handler as parseCatalog } from "../src/catalogs/parse-catalog.ts";
import { handler as recordCatalogFailure } from "../src/catalogs/record-catalog-failure.ts";
import { handler as summarizeCatalog } from "../src/catalogs/summarize-catalog.ts";
import { lambdaHandler } from "../src/handler.ts";
import { handler as closeRun } from "../src/leads/close-run.ts";
import { handler as parseFile } from "../src/leads/parse-file.ts";
import { handler as starter } from "../src/leads/starter.ts";
import { log, measure } from "../src/observe.ts";
import { countingFailures } from "../src/store-failures.ts";
import { CONTEXT } from "./lambda-context.ts";
import { logLines } from "./lines.ts";

const lines = logLines();
const metric = (name: string) => lines().find((line) => name in line)?.[name];

describe("every function", () => {
  it("writes the run's id on every line, and core's lines with their counts", async () => {
    const handler = lambdaHandler("Step", async () => log.info("file parsed", { rows: 3 }));
    await handler({ runId: "r1" }, CONTEXT);
    expect(lines().filter(({ message }) => message === "file parsed")).toMatchObject([
      { runId: "r1", rows: 3 },
    ]);
  });

  it("does not carry one invocation's run into the next", async () => {
    const handler = lambdaHandler("Step", async () => log.info("done", {}));
    await handler({ runId: "r1" }, CONTEXT);
    await handler({}, CONTEXT);
    expect(
      lines()
        .filter(({ message }) => message === "done")
        .map(({ runId }) => runId),
    ).toEqual(["r1", undefined]);
  });

  it("publishes what it measured, also when it fails", async () => {
    const handler = lambdaHandler("Step", async () => {
      measure("LeadsCreated", 7);
      throw new MillraceError("Store.Throttled", "the table is busy");
    });
    await expect(handler({ runId: "r1" }, CONTEXT)).rejects.toMatchObject({ name: "Store.Throttled" });
    expect(metric("LeadsCreated")).toBe(7);
  });

  it("lets no error out with what it was working on: Lambda would log it", async () => {
    const handler = lambdaHandler("Step", async () => JSON.parse("ana@example.com"));
    await expect(handler({ runId: "r1" }, CONTEXT)).rejects.toMatchObject({ name: "SyntaxError" });
    await handler({ runId: "r1" }, CONTEXT).catch((error: Error) => {
      expect(`${error.message} ${error.stack}`).not.toContain("ana@");
    });
    expect(JSON.stringify(lines())).not.toContain("ana@");
  });

  it.each([
    ["a service that fails", 503, 1],
    ["no answer at all", undefined, 1],
    ["a condition that is not met", 400, 0],
  ])("counts %s as a store's error only where it is one", async (_, httpStatusCode, expected) => {
    const call = countingFailures(() =>
      Promise.reject(Object.assign(new Error("refused"), { $metadata: { httpStatusCode } })),
    );
    const handler = lambdaHandler("Step", async () => call({}));
    await expect(handler({ runId: "r1" }, CONTEXT)).rejects.toThrow();
    expect(metric("StoreErrors")).toBe(expected);
  });

  it("counts no store's error where a call was repeated and the step was done", async () => {
    const call = countingFailures(() => Promise.reject(new Error("connection lost")));
    await lambdaHandler("Step", async () => call({}).catch(() => "done"))({}, CONTEXT);
    expect(metric("StoreErrors")).toBe(0);
  });

  it.each([
    ["a step", parseFile, { rows: 1 }],
    ["a step of catalogs", parseCatalog, { rows: 1 }],
    ["their failures", recordCatalogFailure, { runId: "r1" }],
    ["their last step", summarizeCatalog, {}],
    ["the closer", closeRun, { source: "aws.s3" }],
    ["the starter", starter, { Records: [{ eventSource: "aws:kinesis" }] }],
  ])("refuses an event that is not its own, by name: %s", async (_, handler, event) => {
    await expect(handler(event, CONTEXT)).rejects.toMatchObject({ name: "Input.Invalid" });
  });
});

describe("the starter", () => {
  const message = (messageId: string, body: unknown) => ({
    messageId,
    body: typeof body === "string" ? body : JSON.stringify(body),
    eventSource: "aws:sqs",
  });
  const created = (key: string, object: object = { versionId: "v1" }) => ({
    Records: [
      {
        eventSource: "aws:s3",
        eventName: "ObjectCreated:Put",
        eventTime: "2026-11-22T06:30:00.123Z",
        s3: { bucket: { name: "files" }, object: { key, size: 1, sequencer: "00", ...object } },
      },
    ],
  });

  it("gives back the messages it cannot read, and no other", async () => {
    const event = {
      Records: [
        message("test", { Service: "Amazon S3", Event: "s3:TestEvent" }),
        message("text", "hello"),
        message("elsewhere", created("pictures/cat.jpg")),
        message("unversioned", created("uploads/acme/leads.csv", {})),
      ],
    };
    expect(await starter(event, CONTEXT)).toEqual({
      batchItemFailures: [{ itemIdentifier: "text" }, { itemIdentifier: "unversioned" }],
    });
  });

  it("names and counts what is no upload", async () => {
    await starter({ Records: [message("1", created("pictures/cat.jpg"))] }, CONTEXT);
    expect(metric("UploadsSkipped")).toBe(1);
    expect(lines().filter(({ level }) => level === "WARN")).toMatchObject([{ action: "no upload" }]);
    expect(JSON.stringify(lines())).not.toContain("cat.jpg");
  });
});
