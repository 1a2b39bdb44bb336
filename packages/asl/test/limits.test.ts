import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Json } from "../src/index.ts";
import { exceedsPayloadLimit, MAX_PAYLOAD_BYTES } from "../src/payload.ts";
import { FUNCTION, machine, run } from "./run.ts";

/** A value which, written as JSON, takes exactly so many bytes. */
const sized = (bytes: number): string => "a".repeat(bytes - 2);

describe("payloads", () => {
  test("the size is that of the JSON text in UTF-8, at every size around the limit", () => {
    const unit = fc.constantFrom("a", "é", "€", "\u0001", '"', "😀");
    fc.assert(
      fc.property(unit, fc.integer({ min: -3, max: 3 }), (character, off) => {
        const one = Buffer.byteLength(JSON.stringify(character)) - 2;
        const value = { text: character.repeat(Math.floor((MAX_PAYLOAD_BYTES - 11) / one) + off) };
        expect(exceedsPayloadLimit(value)).toBe(Buffer.byteLength(JSON.stringify(value)) > MAX_PAYLOAD_BYTES);
      }),
      { numRuns: 40 },
    );
  });

  test("a bound from above never calls a value small that is too large", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.integer({ min: 1, max: 9 }), (part, power) => {
        const value: Json = new Array(4 ** power).fill(part);
        expect(exceedsPayloadLimit(value)).toBe(Buffer.byteLength(JSON.stringify(value)) > MAX_PAYLOAD_BYTES);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    { bytes: MAX_PAYLOAD_BYTES, status: "SUCCEEDED" },
    { bytes: MAX_PAYLOAD_BYTES + 1, status: "FAILED" },
  ])("a function may answer 262,144 bytes: $bytes is $status", async ({ bytes, status }) => {
    const { result } = await run({
      definition: machine({ A: { Type: "Task", Resource: `${FUNCTION}f`, End: true } }),
      tasks: { invokeFunction: async () => sized(bytes) },
    });
    expect(result.status).toBe(status);
    if (status === "FAILED") expect(result).toMatchObject({ error: "States.DataLimitExceeded" });
  });

  it.each([
    {
      name: "a state's output",
      states: { A: { Type: "Pass", Output: "{% $pad('', 270000, 'x') %}", End: true } },
    },
    {
      name: "its variables",
      states: { A: { Type: "Pass", Assign: { v: "{% $pad('', 270000, 'x') %}" }, End: true } },
    },
  ] as const)("$name may not be larger either", async ({ states }) => {
    const { result } = await run({ definition: machine(states, { QueryLanguage: "JSONata" }) });
    expect(result).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });

  test("what Distributed children give together may not be larger without a ResultWriter", async () => {
    const { result } = await run({
      definition: machine({
        M: {
          Type: "Map",
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
            ...machine({ A: { Type: "Task", Resource: `${FUNCTION}f`, End: true } }),
          },
          End: true,
        },
      }),
      input: [1, 2, 3],
      tasks: { invokeFunction: async () => sized(100_000) },
    });
    expect(result).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });
});

describe("histories", () => {
  const loop = machine({
    A: { Type: "Pass", Next: "B" },
    B: { Type: "Choice", Choices: [{ Variable: "$", IsPresent: false, Next: "A" }], Default: "A" },
  });

  test("a Standard execution fails at 25,000 events", async () => {
    const { result, events } = await run({ definition: loop });
    expect(result).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect(events).toHaveLength(25_000);
    expect(events.at(-1)).toMatchObject({ id: 25_000, type: "ExecutionFailed" });
  });

  const overItems = (mode: "INLINE" | "DISTRIBUTED") =>
    machine({
      M: {
        Type: "Map",
        ItemProcessor: {
          ProcessorConfig: { Mode: mode },
          ...machine({ A: { Type: "Pass", End: true } }),
        },
        End: true,
      },
    });

  it.each([
    { mode: "INLINE", type: "STANDARD", status: "FAILED" },
    { mode: "INLINE", type: "EXPRESS", status: "SUCCEEDED" },
    { mode: "DISTRIBUTED", type: "STANDARD", status: "SUCCEEDED" },
  ] as const)(
    "28,000 events of a Map: $mode in a $type execution, $status",
    async ({ mode, type, status }) => {
      const { result } = await run({ definition: overItems(mode), input: new Array(7000).fill(1), type });
      expect(result.status).toBe(status);
    },
  );
});
