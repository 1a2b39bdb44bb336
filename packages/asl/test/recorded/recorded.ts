import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import type { ExecutionResult, Json, ObjectStore } from "../../src/index.ts";
import { createEngine, type StateMachine, virtualClock } from "../../src/index.ts";
import { invokeRecordedFunction } from "./functions.ts";

/** Executions that AWS ran, with what it answered; beside the checkout, never in it. */
const RECORDINGS = new URL(
  "../../../../../shared/corpora/asl/executions-recorded-on-aws.json",
  import.meta.url,
);

export const haveRecordings = existsSync(RECORDINGS);

/** What at least has to agree of the executions that need nothing but the engine. */
export const TARGET = 0.95;

/** Real time after which an execution is taken to wait for something that never comes. */
const PATIENCE_MS = 10_000;

const recordedExecution = z.object({
  id: z.string(),
  definition: z.custom<StateMachine>((value) => value !== null && typeof value === "object"),
  input: z.json(),
  status: z.string(),
  output: z.json().optional(),
  error: z.string().nullable(),
  features: z.array(z.string()),
  lambdas: z.record(z.string(), z.string()),
  s3: z.array(z.object({ Bucket: z.string(), Key: z.string(), Body: z.string() })),
  /** "pure" needs no service, function or object. */
  env: z.string(),
});

export type RecordedExecution = z.infer<typeof recordedExecution>;

export type Comparison = { recorded: RecordedExecution; agrees: boolean; got: string; wanted: string };

export function readRecordings(): RecordedExecution[] {
  return z.array(recordedExecution).parse(JSON.parse(readFileSync(RECORDINGS, "utf8")));
}

/** Runs a recorded execution here and compares how it ends: status, and output or the error's name. */
export async function compare(recorded: RecordedExecution): Promise<Comparison> {
  const result = await run(recorded);
  const wanted = {
    status: recorded.status,
    ...(recorded.status === "SUCCEEDED" ? { output: recorded.output } : { error: recorded.error ?? "" }),
  };
  const got =
    "output" in result
      ? { status: result.status, output: result.output }
      : { status: result.status, error: result.error ?? "" };
  return {
    recorded,
    agrees: matches(wanted, got),
    got: JSON.stringify({ ...got, ...("cause" in result ? { cause: result.cause } : {}) }),
    wanted: JSON.stringify(wanted),
  };
}

type Ending = ExecutionResult | { status: "HANGS"; error: string };

async function run(recorded: RecordedExecution): Promise<Ending> {
  const clock = virtualClock();
  let made = 0;
  const engine = createEngine({
    clock,
    random: () => 0.5,
    uuid: () => {
      made += 1;
      return `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`;
    },
    objects: objectsOf(recorded),
    tasks: {
      invokeFunction: (call) => invokeRecordedFunction({ lambdas: recorded.lambdas, call, clock }),
      sendMessage: async () => ({ messageId: "message" }),
      activity: async ({ input }) => input,
    },
  });
  const handle = engine.startExecution({ definition: recorded.definition, input: inputOf(recorded) });
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<Ending>((resolve) => {
    timer = setTimeout(() => resolve({ status: "HANGS", error: "" }), PATIENCE_MS);
  });
  try {
    return await Promise.race([handle.result, patience]);
  } finally {
    clearTimeout(timer);
  }
}

/** Some inputs were recorded as the text that was sent, and every valid moment as the word "date". */
function inputOf({ input }: RecordedExecution): Json {
  const sent = typeof input === "string" ? (parseJson(input) ?? input) : input;
  const revived: Json = JSON.parse(JSON.stringify(sent).replaceAll('"date"', '"2016-12-05T21:29:29Z"'));
  return revived;
}

function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function objectsOf({ s3 }: RecordedExecution): ObjectStore {
  return {
    read: async function* ({ bucket, key }) {
      const found = s3.find((object) => object.Bucket === bucket && object.Key === key);
      if (found === undefined) throw new Error("The specified key does not exist.");
      yield Buffer.from(found.Body);
    },
    write: async ({ body }) => {
      for await (const _chunk of body) {
        // What is written is not looked at.
      }
    },
    list: async function* ({ bucket, prefix }) {
      for (const { Bucket, Key, Body } of s3) {
        if (Bucket === bucket && Key.startsWith(prefix)) {
          yield { key: Key, size: Buffer.byteLength(Body), etag: "", lastModified: 0 };
        }
      }
    },
  };
}

/** In a recording, "<uuid:1>" and its kin stand for what differs from run to run. */
const PLACEHOLDER = /<[^<>]+>|^generated-uuid$|^date$/g;

/**
 * Whether a value is the wanted one. A placeholder in a wanted text stands for any text or value, and so does a wanted text that is its own
 * key ("RequestId": "RequestId", "StartDate": "start-date"); texts that are JSON are compared as JSON.
 */
export function matches(wanted: unknown, got: unknown, key = ""): boolean {
  if (typeof wanted === "string") return got !== undefined && matchesText({ wanted, got, key });
  if (wanted === null || typeof wanted !== "object") return wanted === got;
  if (got === null || typeof got !== "object" || Array.isArray(wanted) !== Array.isArray(got)) return false;
  const [left, right] = [Object.entries(wanted), new Map(Object.entries(got))];
  return (
    left.length === right.size &&
    left.every(([name, value]) => right.has(name) && matches(value, right.get(name), name))
  );
}

function matchesText({ wanted, got, key }: { wanted: string; got: unknown; key: string }): boolean {
  const plain = (text: string) => text.replaceAll("-", "").toLowerCase();
  if (wanted === got || (key !== "" && plain(wanted) === plain(key))) return true;
  if (wanted.replace(PLACEHOLDER, "") === "" && wanted !== "") return true;
  if (typeof got !== "string") return false;
  const [left, right] = [parseJson(wanted), parseJson(got)];
  if (typeof left === "object" && left !== null && right !== undefined) return matches(left, right);
  const pattern = wanted.split(PLACEHOLDER).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pattern.join("[\\s\\S]*")}$`).test(got);
}
