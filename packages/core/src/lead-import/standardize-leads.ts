import { MillraceError } from "../error.ts";
import { type StandardisedLead, standardise } from "../lead/index.ts";
import { MODEL_FIELDS, type ModelRow } from "../model/index.ts";
import { readText } from "../object/index.ts";
import { addUsage, type Failure, type LeadRun, NO_USAGE } from "../run/index.ts";
import { runKeys } from "../run-file/keys.ts";
import { parseLines } from "../run-file/row.ts";
import { BatchInput } from "../run-lifecycle/batch.ts";
import { say } from "../sentence/index.ts";
import { step } from "../step/index.ts";
import { openRecord, runOfBatch } from "./batch.ts";
import type { ImportDeps } from "./deps.ts";
import { LeadRow, type StandardisedRow } from "./row.ts";

/** Errors of the model that no later batch of the run would escape: the run stops asking, and waits for its owner. */
const FINAL = new Set(["Model.OutOfCredit", "Model.Unauthorized"]);

/** A run that was begun with a model and goes on without one must not quietly end by rules alone. */
const NO_MODEL: Failure = {
  name: "Model.Unauthorized",
  message: say("model.noKey"),
};

interface RuledRow extends LeadRow {
  rules: StandardisedLead;
}

/**
 * Standardises the rows of one batch: by rules, and where those cannot settle a row (or the mode asks it), by the model.
 * The result is written once: a retry finds it, and pays for nothing twice.
 *
 * @throws Run.Paused when the model is needed and may not be asked; Model.* when it did not answer
 */
export const standardizeLeads = step(
  BatchInput,
  async (input, deps: ImportDeps): Promise<{ rows: number }> => {
    const { runId, batch } = input;
    const { objects } = deps;
    const key = runKeys.standardised(runId, batch.batchId);
    if ((await objects.size({ key })) !== null) return { rows: batch.rows };
    const run = await runOfBatch(input, deps);
    const range = { start: batch.offset, end: batch.offset + batch.bytes };
    const lines = parseLines(LeadRow, await readText({ objects, key: runKeys.rows(runId), range }));
    // A row without cells was erased: it speaks for nobody any more.
    const ruled = lines
      .filter(({ raw }) => raw.length > 0)
      .map((line) => ({ ...line, rules: standardise({ raw: line.raw, country: run.options.country }) }));
    const open = run.options.mode === "model" ? ruled : ruled.filter(({ rules }) => isOpen(rules));
    const asked = run.options.mode === "rules" ? [] : await askModel({ input, run, rows: open, deps });
    const answers = new Map(asked.map((answer) => [answer.row, answer]));
    const standardised = ruled.map(({ row, leadId, rules }): StandardisedRow => {
      const { fields, by, issues, modelKey } = { modelKey: null, ...rules, ...answers.get(row) };
      return { row, leadId, fields, by, issues, modelKey };
    });
    const body = standardised.map((row) => `${JSON.stringify(row)}\n`).join("");
    await objects.put({ key, body, ifAbsent: true });
    return { rows: batch.rows };
  },
);

/** Whether the model could settle what rules could not: it never sees addresses and numbers. */
export function isOpen({ unsettled }: StandardisedLead): boolean {
  return MODEL_FIELDS.some((field) => unsettled.includes(field));
}

async function askModel(question: {
  input: BatchInput;
  run: LeadRun;
  rows: RuledRow[];
  deps: ImportDeps;
}): Promise<ModelRow[]> {
  const { input, run, rows, deps } = question;
  if (rows.length === 0) return [];
  if (run.halted !== null) return pause(question, run.halted);
  if (deps.model === null) return pause(question, NO_MODEL);
  const { runId } = run;
  const { country, maxCostUsd } = run.options;
  if (maxCostUsd !== null && run.model.costUsd >= maxCostUsd) {
    const message = say("run.costCap", { spent: run.model.costUsd, most: maxCostUsd });
    return pause(question, { name: "Run.CostCap", message });
  }
  let usage = NO_USAGE;
  try {
    const answer = await deps.model({
      tenantId: run.tenantId,
      country,
      mode: run.options.mode,
      rows,
      onUsage: async (spent) => {
        usage = spent;
        await deps.runs.spend({ runId, usage: spent });
        const record = await openRecord(input, deps);
        await deps.runs.putBatch({ ...record, model: addUsage(record.model, spent) });
      },
    });
    deps.log.info("model asked", {
      runId,
      batchId: input.batch.batchId,
      rows: rows.length,
      modelCalls: usage.calls,
      promptTokens: usage.promptTokens,
      completionTokens: usage.completionTokens,
      costUsd: usage.costUsd,
    });
    return answer;
  } catch (error) {
    if (error instanceof MillraceError && FINAL.has(error.name)) {
      return pause(question, { name: error.name, message: error.message });
    }
    throw error;
  }
}

/** Leaves the batch pending and has later batches not ask the model at all. */
async function pause(question: { input: BatchInput; deps: ImportDeps }, reason: Failure): Promise<never> {
  const { input, deps } = question;
  const { runId, batch } = input;
  await deps.runs.update({ runId, set: { halted: reason } });
  await deps.runs.putBatch({ ...(await openRecord(input, deps)), error: reason });
  throw new MillraceError("Run.Paused", say("batch.waits", { batch: batch.batchId, reason: reason.message }));
}
