import type { Clock } from "../../src/clock/index.ts";
import type { LeadField, LeadFields, RawLead, StandardisedLead } from "../../src/lead/index.ts";
import {
  chatModel,
  DEEPSEEK_MODEL,
  type LeadModelInput,
  leadModel,
  MODEL_PRICES,
  type Model,
  type ModelCache,
  type ModelRow,
} from "../../src/model/index.ts";
import { type ModelUsage, NO_USAGE } from "../../src/run/index.ts";

/** Sunday, 2026-10-18, noon UTC: off-peak. */
export const SUNDAY_NOON = Date.UTC(2026, 9, 18, 12);

export interface TestClock extends Clock {
  /** Every wait asked for, in ms. */
  waits: number[];
}

/** A clock whose waits are over at once. */
export function testClock(at = SUNDAY_NOON): TestClock {
  let now = at;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      waits.push(ms);
      now += ms;
    },
  };
}

export function memoryCache(): ModelCache & { entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    async get(keys) {
      return new Map(
        keys.flatMap((key) => {
          const value = entries.get(key);
          return value === undefined ? [] : [[key, value] as const];
        }),
      );
    },
    async put(more) {
      for (const { key, value } of more) entries.set(key, value);
    },
    async remove(keys) {
      for (const key of keys) entries.delete(key);
    },
  };
}

export function modelAt(input: { url: string; timeoutMs?: number; clock?: Clock }): Model {
  const prices = MODEL_PRICES.get(DEEPSEEK_MODEL);
  if (prices === undefined) throw new Error("the default model has no price");
  return chatModel({
    baseURL: input.url,
    apiKey: "key",
    model: DEEPSEEK_MODEL,
    prices,
    clock: input.clock ?? testClock(),
    timeoutMs: input.timeoutMs ?? 10_000,
  });
}

const NO_FIELDS: LeadFields = {
  firstName: "",
  lastName: "",
  title: "",
  company: "",
  email: "",
  phone: "",
  remarks: "",
};

/** A row with a name the rules could not split, and whatever else is given. */
export function unsureRow(input: {
  row: number;
  name: string;
  cells?: RawLead;
  fields?: Partial<LeadFields>;
  unsettled?: LeadField[];
}): LeadModelInput["rows"][number] {
  const rules: StandardisedLead = {
    fields: { ...NO_FIELDS, firstName: input.name, ...input.fields },
    by: { firstName: "rule:test" },
    issues: [],
    unsettled: input.unsettled ?? ["firstName", "lastName", "title", "company"],
  };
  return {
    row: input.row,
    raw: [{ header: "Nombre", target: "fullName", text: input.name }, ...(input.cells ?? [])],
    rules,
  };
}

/** Asks, and sums up what it cost. */
export async function standardised(input: {
  model: Model;
  cache?: ModelCache;
  rows: LeadModelInput["rows"];
  tenantId?: string;
  mode?: "hybrid" | "model";
  signal?: AbortSignal;
}): Promise<{ rows: ModelRow[]; usage: ModelUsage }> {
  let usage = NO_USAGE;
  const ask = leadModel({ model: input.model, cache: input.cache ?? memoryCache() });
  const rows = await ask({
    tenantId: input.tenantId ?? "acme",
    country: "CO",
    rows: input.rows,
    ...(input.mode === undefined ? {} : { mode: input.mode }),
    ...(input.signal === undefined ? {} : { signal: input.signal }),
    onUsage: async (spent) => {
      usage = spent;
    },
  });
  return { rows, usage };
}
