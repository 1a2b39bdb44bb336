import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endedExecution } from "../../src/event/execution.ts";
import { storageMessage } from "../../src/event/storage.ts";
import { uploadOf } from "../../src/leads/upload.ts";

const record = (object: object, eventName = "ObjectCreated:Put") => ({
  eventSource: "aws:s3",
  eventName,
  eventTime: "2026-11-22T06:30:00.123Z",
  s3: {
    bucket: { name: "files" },
    object: { sequencer: "0055AED6DCD90281E5", size: 3, versionId: "v1", ...object },
  },
});
const fromBucket = (...records: object[]) => ({ Records: records });
const fromBus = (key: string, type = "Object Created") => ({
  source: "aws.s3",
  "detail-type": type,
  time: "2026-11-22T06:30:00Z",
  detail: { bucket: { name: "files" }, object: { key, size: 3, "version-id": "v1", sequencer: "00" } },
});

describe("an event of a bucket", () => {
  it("says which version of which object came, and when", () => {
    expect(storageMessage(fromBucket(record({ key: "uploads/acme/leads.csv" }))).created).toEqual([
      {
        bucket: "files",
        key: "uploads/acme/leads.csv",
        version: "v1",
        bytes: 3,
        eventTime: Date.UTC(2026, 10, 22, 6, 30, 0, 123),
        sequencer: "0055AED6DCD90281E5",
      },
    ]);
  });

  it("has its key decoded once, whatever it holds", () => {
    const encode = (key: string) => encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (key) => {
        expect(storageMessage(fromBucket(record({ key: encode(key) }))).created[0]?.key).toBe(key);
      }),
    );
  });

  it.each(["a+b c.csv", "100%25.csv", "%41.csv"])("through EventBridge keeps its key as it is: %s", (key) => {
    expect(storageMessage(fromBus(key)).created[0]?.key).toBe(key);
  });

  it("of the notification's own test holds nothing", () => {
    const test = {
      Service: "Amazon S3",
      Event: "s3:TestEvent",
      Time: "2026-11-22T06:30:00Z",
      Bucket: "files",
    };
    expect(storageMessage(test)).toEqual({ created: [], others: [] });
  });

  it.each([
    ["a deletion", fromBucket(record({ key: "k" }, "ObjectRemoved:Delete")), "ObjectRemoved:Delete"],
    ["a restore", fromBus("k", "Object Restore Completed"), "Object Restore Completed"],
  ])("about %s is no upload, and is named", (_, event, name) => {
    expect(storageMessage(event)).toEqual({ created: [], others: [name] });
  });

  it.each([
    ["a key that is not encoded", fromBucket(record({ key: "100%.csv" }))],
    ["no records", { Records: [] }],
    ["another source", { Records: [{ ...record({ key: "k" }), eventSource: "aws:sqs" }] }],
    ["a time that is none", { Records: [{ ...record({ key: "k" }), eventTime: "yesterday" }] }],
    ["text", "hello"],
    ["null", null],
  ])("with %s is refused by name", (_, event) => {
    expect(() => storageMessage(event)).toThrow(expect.objectContaining({ name: "Input.Invalid" }));
  });
});

describe("an object", () => {
  const object = { bucket: "files", version: "v1", bytes: 3, eventTime: 0, sequencer: "" };
  it.each([
    ["uploads/acme/leads.csv", "leads", "acme", "leads.csv"],
    ["uploads/a-1/2026/november/léads Q3.xlsx", "leads", "a-1", "léads Q3.xlsx"],
    ["uploads/acme/../leads.csv", "leads", "acme", "leads.csv"],
    ["uploads/catalogs/leads.csv", "leads", "catalogs", "leads.csv"],
    [`uploads/${"x".repeat(63)}/a`, "leads", "x".repeat(63), "a"],
    ["catalogs/acme/spring.csv", "catalog", "acme", "spring.csv"],
    ["catalogs/acme/2026/spring.xlsx", "catalog", "acme", "spring.xlsx"],
  ])("%s is an upload of %s by %s", (key, of, tenantId, sourceFile) => {
    expect(uploadOf({ ...object, key })).toMatchObject({ of, upload: { key, tenantId, sourceFile } });
  });

  it.each([
    "uploads/leads.csv",
    "uploads//leads.csv",
    "uploads/acme/",
    "uploads/acme/folder/",
    "uploads/Acme/leads.csv",
    "uploads/a.b/leads.csv",
    `uploads/${"x".repeat(64)}/a`,
    "runs/1/rows.jsonl",
    "/uploads/acme/leads.csv",
    "other/uploads/acme/leads.csv",
    "catalogs/spring.csv",
    "catalogs/acme/",
  ])("%s is no upload", (key) => expect(uploadOf({ ...object, key })).toBeNull());

  it("without a version is refused: another upload could take its place before it is read", () => {
    const unversioned = { ...object, key: "uploads/acme/leads.csv", version: null };
    expect(() => uploadOf(unversioned)).toThrow(expect.objectContaining({ name: "Input.Invalid" }));
  });
});

describe("an execution that ended", () => {
  const event = (detail: object) => ({
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    detail: { name: "run-r1", ...detail },
  });
  it.each([
    [{ status: "ABORTED", error: null, cause: null }, "Run.Aborted"],
    [{ status: "TIMED_OUT" }, "States.Timeout"],
    [{ status: "FAILED", error: "States.DataLimitExceeded", cause: "too much" }, "States.DataLimitExceeded"],
  ])("%j is told by its own name or by its status", (detail, name) => {
    expect(endedExecution(event(detail))).toMatchObject({ name: "run-r1", error: { Error: name } });
  });

  it.each(["RUNNING", "SUCCEEDED"])("is not one that is %s", (status) => {
    expect(() => endedExecution(event({ status }))).toThrow(
      expect.objectContaining({ name: "Input.Invalid" }),
    );
  });
});
