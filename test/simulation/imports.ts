import {
  beginUndo,
  finishUndo,
  type ImportDeps,
  parseFile,
  type RunSummary,
  standardizeLeads,
  summarizeRun,
  summaryOf,
  undoBatch,
  upsertLeads,
} from "@millrace/core/lead-import";
import { silentLog } from "@millrace/core/log";
import { readLines } from "@millrace/core/object";
import { NO_USAGE, runIdOf, uploadOrder } from "@millrace/core/run";
import { runKeys } from "@millrace/core/run-file";
import {
  emptyMemory,
  type Memory,
  memoryLeads,
  memoryObjects,
  memoryRuns,
  type Tick,
} from "../equipment/memory-stores.ts";
import { chance, Simulator } from "./simulator.ts";

/** A row of a simulated file: whose it is (an e-mail's number; null: a row without one), and what it says. */
export interface SimulatedRow {
  who: number | null;
  says: string;
}

export interface Scenario {
  files: SimulatedRow[][];
  /** Files that are taken back once their run has ended, while others may still be under way. */
  undone: number[];
  seed: number;
  crashRate: number;
  /** How likely it is that a batch is processed twice at once. */
  twice: number;
}

export const TENANT = "sim";
const BATCH_ROWS = 2;

const depsOf = (memory: Memory, tick: Tick): ImportDeps => ({
  objects: memoryObjects(memory, tick),
  leads: memoryLeads(memory, tick),
  runs: memoryRuns(memory, tick),
  clock: { now: () => 1_800_000_000_000, sleep: async () => {} },
  log: silentLog,
  model: null,
});

const noTick: Tick = async () => {};

/** The file as it is uploaded. */
export function csvOf(rows: SimulatedRow[]): string {
  const lines = rows.map(({ who, says }) => `${who === null ? "" : `w${who}@example.com`},${says}`);
  return ["email,first name", ...lines].join("\n");
}

/** Registers an upload without starting anything. */
async function register(memory: Memory, index: number, rows: SimulatedRow[]): Promise<string> {
  const deps = depsOf(memory, noTick);
  const key = `uploads/${TENANT}/${index}.csv`;
  const body = csvOf(rows);
  await deps.objects.put({ key, body });
  const runId = runIdOf({ bucket: "sim", key, version: "1" });
  await deps.runs.register({
    ...{ runId, tenantId: TENANT, key, version: "1", sourceFile: `${index}.csv`, bytes: body.length },
    order: uploadOrder({ eventTime: 1000 + index, sequencer: "", runId }),
    options: {
      country: null,
      mode: "rules",
      batchSize: BATCH_ROWS,
      maxConcurrency: 5,
      columns: {},
      maxCostUsd: null,
    },
    ...{
      status: "REGISTERED",
      registeredAt: 1_800_000_000_000,
      startedAt: null,
      finishedAt: null,
      attempt: 1,
    },
    ...{ parse: null, model: NO_USAGE, halted: null, error: null },
  });
  return runId;
}

/** Plays a scenario to its end, and says what the tables hold and how each run ended. */
export async function play(scenario: Scenario): Promise<{ memory: Memory; summaries: RunSummary[] }> {
  const memory = emptyMemory();
  const random = chance(scenario.seed);
  const simulator = new Simulator({ random, crashRate: scenario.crashRate });
  const runIds: string[] = [];
  for (const [index, rows] of scenario.files.entries()) runIds.push(await register(memory, index, rows));
  for (const [index, runId] of runIds.entries()) {
    const undo = scenario.undone.includes(index);
    simulator.spawn((tick) =>
      importRun({ memory, simulator, random, runId, undo, twice: scenario.twice, tick }),
    );
  }
  await simulator.run();
  const { runs } = depsOf(memory, noTick);
  const summaries: RunSummary[] = [];
  for (const runId of runIds) {
    const run = await runs.get({ runId });
    if (run === null) throw new Error("a run is gone");
    summaries.push(summaryOf({ run, totals: await runs.totals({ runId }), now: 0 }));
  }
  return { memory, summaries };
}

interface RunTask {
  memory: Memory;
  simulator: Simulator;
  random: () => number;
  runId: string;
  undo: boolean;
  twice: number;
  tick: Tick;
}

async function importRun(task: RunTask): Promise<void> {
  const { memory, simulator, random, runId, twice, tick } = task;
  await parseFile({ runId }, depsOf(memory, tick));
  const batches = await batchesOf(memory, runId);
  let left = batches.length;
  if (left === 0) simulator.spawn((own) => closeRun(task, batches, own));
  for (const batch of batches) {
    const process = async (own: Tick) => {
      await standardizeLeads({ runId, batch }, depsOf(memory, own));
      await upsertLeads({ runId, batch }, depsOf(memory, own));
    };
    const copies = random() < twice ? 2 : 1;
    let running = copies;
    for (let copy = 0; copy < copies; copy++) {
      simulator.spawn(async (own) => {
        await process(own);
        if (--running === 0 && --left === 0) simulator.spawn((last) => closeRun(task, batches, last));
      });
    }
  }
}

async function batchesOf(memory: Memory, runId: string): Promise<unknown[]> {
  const { objects } = depsOf(memory, noTick);
  const batches: unknown[] = [];
  for await (const line of readLines({ objects, key: runKeys.batches(runId) }))
    batches.push(JSON.parse(line));
  return batches;
}

async function closeRun(task: RunTask, batches: unknown[], tick: Tick): Promise<void> {
  const { memory, simulator, runId, undo } = task;
  await summarizeRun({ runId }, depsOf(memory, tick));
  if (!undo) return;
  simulator.spawn(async (own) => {
    const deps = depsOf(memory, own);
    const run = await deps.runs.get({ runId });
    if (run?.status === "UNDONE") return;
    await beginUndo({ runId }, deps);
    for (const batch of batches) await undoBatch({ runId, batch }, deps);
    await finishUndo({ runId }, deps);
  });
}

/**
 * Takes the second of two files back, and lets the first write its leads at the worst moment: after undo has read what
 * there is, and before it changes anything.
 */
export async function undoMeetingEarlierFile(files: SimulatedRow[][]): Promise<Memory> {
  const memory = emptyMemory();
  const deps = depsOf(memory, noTick);
  const runIds: string[] = [];
  for (const [index, rows] of files.entries()) {
    const runId = await register(memory, index, rows);
    await parseFile({ runId }, deps);
    for (const batch of await batchesOf(memory, runId)) await standardizeLeads({ runId, batch }, deps);
    runIds.push(runId);
  }
  const upsert = async (runId: string) => {
    for (const batch of await batchesOf(memory, runId)) await upsertLeads({ runId, batch }, deps);
  };
  const [earlier = "", later = ""] = runIds;
  await upsert(later);
  await summarizeRun({ runId: later }, deps);
  await beginUndo({ runId: later }, deps);
  let met = false;
  const meeting: ImportDeps = {
    ...deps,
    leads: {
      ...deps.leads,
      async restore(input) {
        if (!met) {
          met = true;
          await upsert(earlier);
        }
        return deps.leads.restore(input);
      },
    },
  };
  for (const batch of await batchesOf(memory, later)) await undoBatch({ runId: later, batch }, meeting);
  return memory;
}
