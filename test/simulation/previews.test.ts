import type { Flows } from "@millrace/core/flow";
import { silentLog } from "@millrace/core/log";
import { type ObjectStore, readText } from "@millrace/core/object";
import {
  createPreview,
  type PreviewDeps,
  previewKeys,
  startPreview,
  type Uploads,
} from "@millrace/core/preview";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  emptyMemory,
  type Memory,
  memoryLeads,
  memoryObjects,
  memoryRuns,
  type Tick,
} from "../equipment/memory-stores.ts";
import { chance, Simulator } from "./simulator.ts";

const TENANT = "sim";
const FILE = "email\nana@example.com\n";
const noTick: Tick = async () => {};

/** Uploads that copy objects, as S3 does; each copy has a name of its own. */
function memoryUploads(objects: ObjectStore, name: () => string): Uploads {
  const submitText: Uploads["submitText"] = async ({ text, tenantId, sourceFile }) => {
    const key = `submitted/${tenantId}/${name()}`;
    await objects.put({ key, body: text });
    const bytes = Buffer.byteLength(text);
    return { bucket: "bucket", key, version: "1", tenantId, sourceFile, bytes, eventTime: 1, sequencer: "" };
  };
  return {
    form: async ({ path }) => ({ url: path, fields: {} }),
    submit: async ({ key, ...file }) => submitText({ ...file, text: await readText({ objects, key }) }),
    submitText,
  };
}

/** What was started, by the names of the executions. */
type Begun = Set<string>;

function depsOf(input: { memory: Memory; begun: Begun; tick: Tick; name: () => string }): PreviewDeps {
  const { memory, begun, tick, name } = input;
  const objects = memoryObjects(memory, tick);
  const flows: Flows = {
    async start({ name: execution }) {
      await tick();
      const isNew = !begun.has(execution);
      begun.add(execution);
      return isNew ? "started" : "exists";
    },
    describe: async () => null,
    async stop() {},
  };
  const imports = {
    country: null,
    mode: "rules",
    batchSize: 10,
    maxConcurrency: 5,
    columns: {},
    maxCostUsd: null,
  } as const;
  const catalogs = {
    provider: "keepa",
    marketplace: "com",
    batchSize: null,
    maxConcurrency: 10,
    codeColumn: null,
    sample: false,
  } as const;
  return {
    ...{ objects, leads: memoryLeads(memory, tick), runs: memoryRuns(memory, tick), flows },
    ...{ clock: { now: () => 1_800_000_000_000, sleep: async () => {} }, log: silentLog },
    products: { get: async () => [] },
    keepaTokens: { forecast: async () => ({ free: null, rate: null, waiting: 0, readyAt: null }) },
    uploads: memoryUploads(objects, name),
    intake: () => ({ imports, catalogs, model: null, keepa: null }),
  };
}

describe("the start of a preview", () => {
  it("is one run, however many start it at once and wherever they die", () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          starters: fc.integer({ min: 1, max: 4 }),
          seed: fc.integer(),
          crashRate: fc.constantFrom(0, 0.05, 0.3),
        }),
        async ({ starters, seed, crashRate }) => {
          const [memory, begun]: [Memory, Begun] = [emptyMemory(), new Set()];
          let names = 0;
          const name = () => String(++names);
          const { preview } = await createPreview(
            { tenantId: TENANT, kind: "leads", fileName: "leads.csv", bytes: FILE.length, path: (id) => id },
            { ...depsOf({ memory, begun, tick: noTick, name }), uuid: () => "preview" },
          );
          memory.objects.set(previewKeys.file(preview), Buffer.from(FILE));
          const answers: string[] = [];
          const simulator = new Simulator({ random: chance(seed), crashRate });
          for (let starter = 0; starter < starters; starter++) {
            // Whoever is first, all choose otherwise.
            const choice = { kind: "leads", maxCostUsd: starter + 1 } as const;
            simulator.spawn(async (tick) => {
              const deps = depsOf({ memory, begun, tick, name });
              answers.push(await startPreview({ preview, choice, user: "key" }, deps));
            });
          }
          await simulator.run();
          expect(answers).toHaveLength(starters);
          expect(new Set(answers).size).toBe(1);
          const [run, ...others] = memory.runs.values();
          expect(others).toEqual([]);
          expect(answers[0]).toBe(run?.runId);
          expect(begun.size).toBe(1);
          expect(memory.objects.get(run?.key ?? "")?.toString()).toBe(FILE);
          const copies = [...memory.objects.keys()].filter((key) => key.startsWith("submitted/"));
          if (crashRate === 0) expect(copies).toEqual([run?.key]);
        },
      ),
      { numRuns: 100 },
    ));
});
