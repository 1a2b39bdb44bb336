import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { QueueRecord } from "@millrace/core/statistics";
import { customerMessages } from "@millrace/local/customer-messages";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-messages-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, "messages");
  writeFileSync(path, content);
  return path;
}

async function messagesOf(path: string): Promise<QueueRecord[]> {
  const messages: QueueRecord[] = [];
  for await (const message of customerMessages(path)) messages.push(message);
  return messages;
}
const about = (phone: string) => JSON.stringify({ detail: { customer: { phone } } });

describe("a file of messages about customers", () => {
  it.each([
    ["Unix lines", "3001234567\n+57 300 123 4568\n"],
    ["Windows lines, without one at the end", "3001234567\r\n+57 300 123 4568"],
    ["a byte order mark and spaces", "\uFEFF  3001234567 \n +57 300 123 4568\t\n"],
  ])("may have one phone a line: %s", async (_, text) => {
    expect(await messagesOf(file(text))).toEqual([
      { messageId: "line 1", body: about("3001234567") },
      { messageId: "line 2", body: about("+57 300 123 4568") },
    ]);
  });

  it("has no message in a blank line, nor in an empty file", async () => {
    expect(await messagesOf(file("\n3001234567\n\n  \n"))).toEqual([
      { messageId: "line 2", body: about("3001234567") },
    ]);
    expect(await messagesOf(file(""))).toEqual([]);
  });

  it("may be an SQS event, with ids or, as in the seed, without", async () => {
    const records = [
      { body: about("3001234567") },
      { messageId: "m2", body: "hello", eventSource: "aws:sqs" },
    ];
    expect(await messagesOf(file(`\uFEFF\n ${JSON.stringify({ Records: records }, null, 2)}`))).toEqual([
      { messageId: "record 1", body: about("3001234567") },
      { messageId: "m2", body: "hello" },
    ]);
  });

  it("has a message that cannot be read where a record is none", async () => {
    const records = [{ messageId: "m1" }, null, { body: { detail: {} } }];
    expect((await messagesOf(file(JSON.stringify({ Records: records })))).map(({ body }) => body)).toEqual([
      "",
      "",
      "",
    ]);
  });

  it.each([['{"Records":'], ['{"records":[]}'], ["{}"], ['{"Records":{}}']])(
    "that begins like JSON and is no SQS event is refused: %s",
    async (text) => {
      await expect(messagesOf(file(text))).rejects.toMatchObject({ name: "Input.Invalid" });
    },
  );

  it("that is not there, or is a folder, is refused by its name", async () => {
    await expect(messagesOf(join(folder, "none"))).rejects.toMatchObject({
      ...{ name: "Input.Invalid", message: `there is no file ${join(folder, "none")}` },
    });
    await expect(messagesOf(folder)).rejects.toMatchObject({ name: "Input.Invalid" });
  });
});

const EVENTS = new URL("../../../../../shared/corpora/aws-events/", import.meta.url).pathname;

describe.skipIf(!existsSync(EVENTS))(
  "SQS events of others (skipped where ../shared/corpora is missing)",
  () => {
    const files = globSync("**/*.json", { cwd: EVENTS })
      .map((name) => join(EVENTS, name))
      .filter((path) => readFileSync(path, "utf8").includes('"aws:sqs"'));

    it("are read record by record, with their ids", async () => {
      expect(files.length).toBeGreaterThan(3);
      for (const path of files) {
        const { Records: records } = JSON.parse(readFileSync(path, "utf8"));
        const messages = await messagesOf(path);
        expect(messages).toEqual(
          records.map(({ messageId, body }: { messageId: string; body: string }) => ({ messageId, body })),
        );
      }
    });
  },
);
