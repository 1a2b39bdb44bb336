import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MillraceError } from "@millrace/core/error";
import { describe, expect, it } from "vitest";
import { endedExecution } from "../../src/event/execution.ts";
import { queueEvent } from "../../src/event/queue.ts";
import { storageMessage } from "../../src/event/storage.ts";

const FOLDER = new URL("../../../../../shared/corpora/aws-events/", import.meta.url).pathname;

/** Example events of other projects; their own settings files lie beside them. */
const files = globSync("**/*.json", { cwd: FOLDER })
  .filter((file) => !/(^|\/)(ts|js)config[^/]*\.json$|(^|\/)package\.json$|tsconfig/.test(file))
  .sort();

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
}

/** What a reader makes of an event: its answer, or the name of its refusal. Anything else is a fault. */
function outcome<T>(reader: (event: unknown) => T, event: unknown): T | string {
  try {
    return reader(event);
  } catch (error) {
    if (error instanceof MillraceError) return error.name;
    throw error;
  }
}

describe.skipIf(!existsSync(FOLDER))("example events (skipped where ../shared/corpora is missing)", () => {
  it.each(files)("%s is parsed or refused by name, by each function", (file) => {
    const text = readFileSync(join(FOLDER, file), "utf8");
    let event: unknown;
    try {
      event = JSON.parse(text);
    } catch {
      return; // Some are the answers of functions, as text.
    }
    for (const reader of [queueEvent, storageMessage, endedExecution]) {
      const result = outcome<object>(reader, event);
      if (typeof result === "string") expect(result).toBe("Input.Invalid");
      else expect(result).toBeTypeOf("object");
    }
  });

  it("from S3 are all read, in either shape", () => {
    const s3 = files.filter((file) => /"aws:s3"|"aws\.s3"/.test(readFileSync(join(FOLDER, file), "utf8")));
    expect(s3.length).toBeGreaterThan(10);
    expect(s3.filter((file) => outcome(storageMessage, read(file)) === "Input.Invalid")).toEqual([]);
  });

  it("from SQS are all read, and so is what S3 sent in them", () => {
    const sqs = files.filter((file) => /"aws:sqs"/.test(readFileSync(join(FOLDER, file), "utf8")));
    const bodies = sqs.flatMap((file) => queueEvent(read(file)).Records.map(({ body }) => body));
    const fromS3 = bodies.filter((body) => body.includes("aws:s3"));
    expect(fromS3.length).toBeGreaterThan(0);
    for (const body of fromS3) expect(storageMessage(JSON.parse(body)).created).toHaveLength(1);
  });
});
