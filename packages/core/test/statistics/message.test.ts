import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { phoneOfMessage } from "../../src/statistics/message.ts";

const of = (event: unknown) => phoneOfMessage({ body: JSON.stringify(event) });

describe("the message about a customer", () => {
  it.each([
    [
      "as the application sends it",
      { detail: { customer: { phone: "+57 300 123 4567" } } },
      "+57 300 123 4567",
    ],
    [
      "as EventBridge wraps it",
      {
        ...{ version: "0", id: "6a7e8feb", "detail-type": "Customer updated", source: "shop" },
        ...{ time: "2026-11-22T08:00:00Z", region: "us-east-1", resources: [] },
        detail: { customer: { id: "c1", phone: " 3001234567 " }, other: 1 },
      },
      "3001234567",
    ],
    ["with a number for a phone", { detail: { customer: { phone: 3001234567 } } }, "3001234567"],
    ["with an empty phone", { detail: { customer: { phone: "  " } } }, ""],
    ["with null for a phone", { detail: { customer: { phone: null } } }, ""],
    ["without a phone", { detail: { customer: { name: "Ana" } } }, ""],
    ["without a customer", { detail: { customer: null } }, ""],
    ["without either", { detail: {} }, ""],
  ])("is read %s", (_, event, phone) => {
    expect(of(event)).toBe(phone);
  });

  it.each([
    ["text", "hello"],
    ["another event", { Records: [] }],
    ["a list", [{ detail: { customer: { phone: "3001234567" } } }]],
    ["null", null],
    ["a phone that is an object", { detail: { customer: { phone: { number: "3001234567" } } } }],
    ["a phone that is no whole number", { detail: { customer: { phone: 300.5 } } }],
    ["a customer that is text", { detail: { customer: "3001234567" } }],
  ])("is refused where it is %s, without repeating it", (_, event) => {
    expect(() => of(event)).toThrow(expect.objectContaining({ name: "Input.Invalid" }));
    expect(() => of(event)).not.toThrow(/3001234567/);
  });

  it("is refused where it is no JSON", () => {
    expect(() => phoneOfMessage({ body: "{phone: 3001234567" })).toThrow(
      /^the message about a customer is no JSON$/,
    );
  });
});

const FOLDER = new URL("../../../../../shared/corpora/aws-events/", import.meta.url).pathname;
const Queued = z.object({
  Records: z.array(z.object({ body: z.string(), eventSource: z.literal("aws:sqs") })),
});

describe.skipIf(!existsSync(FOLDER))(
  "messages of others (skipped where ../shared/corpora is missing)",
  () => {
    it("are about no customer, or have no phone", () => {
      const bodies = globSync("**/*.json", { cwd: FOLDER }).flatMap((file) => {
        const text = readFileSync(join(FOLDER, file), "utf8");
        if (!text.includes('"aws:sqs"')) return [];
        const event = Queued.safeParse(JSON.parse(text));
        return event.success ? event.data.Records.map(({ body }) => body) : [];
      });
      expect(bodies.length).toBeGreaterThan(5);
      for (const body of bodies) {
        const outcome = () => {
          try {
            return phoneOfMessage({ body });
          } catch (error) {
            return error instanceof Error ? error.name : "";
          }
        };
        expect(["", "Input.Invalid"]).toContain(outcome());
      }
    });
  },
);
