import { isError, type MillraceError } from "../../error.ts";
import type { Issue, LeadField, LeadFields, RawLead, StandardisedLead } from "../../lead/index.ts";
import type { ImportMode, ModelUsage } from "../../run/index.ts";
import { say } from "../../sentence/index.ts";
import { type ModelCache, modelCacheKey } from "../cache.ts";
import type { Completion, Model } from "../model.ts";
import { carryOut, type Decision, judge } from "./judge.ts";
import {
  MODEL_FIELDS,
  ModelAnswer,
  type ModelField,
  PROMPT_VERSION,
  type RowProblem,
  SYSTEM_PROMPT,
  userMessage,
} from "./prompt.ts";
import { type AskedRow, askAbout } from "./question.ts";

/** Beyond ten rows answers get mixed up and truncated more often (the seed's batch size). */
export const MAX_ROWS = 10;
/** A longer row is a text, not a contact, and would cost more than it can bring. */
const MAX_ROW_CHARS = 6_000;
/** An answer's frame, and the four fields of a row at 0.3 to 0.6 tokens a character; a longer answer halves the question. */
const TOKENS_PER_ANSWER = 100;
const TOKENS_PER_ROW = 200;

export interface LeadModelInput {
  tenantId: string;
  /** Default country of the run, ISO 3166-1 alpha-2. */
  country: string | null;
  rows: { row: number; raw: RawLead; rules: StandardisedLead }[];
  /** `model`: the model decides every field it may decide. Otherwise, and if not given, what the rules left unsettled. */
  mode?: ImportMode;
  /** Told once what was spent, also where the call fails; not told where nothing was asked. */
  onUsage: (usage: ModelUsage) => Promise<void>;
  signal?: AbortSignal;
}

/** A row as the rules and the model made it. */
export interface ModelRow {
  row: number;
  fields: LeadFields;
  by: Partial<Record<LeadField, string>>;
  issues: Issue[];
  /** Where the model's answer is cached; null where none was accepted. */
  modelKey: string | null;
}

/**
 * Standardises rows the rules left open, one result for each row, in order. A row whose answer is refused twice keeps the
 * rules' result and carries the issue `model.rejected`.
 *
 * @throws Model.OutOfCredit and Model.Unauthorized: asking again is useless until the account is put right
 * @throws Model.RateLimited and Model.Unavailable: what was answered so far is cached and not paid for again
 * @throws Model.Rejected where the provider refuses every one of several rows: the settings are wrong, not the rows
 */
export type LeadModel = (input: LeadModelInput) => Promise<ModelRow[]>;

type OpenRow = AskedRow & { key: string };

/** What is known while rows are asked about; rows with the same key are one question. */
interface Progress {
  decisions: Map<string, Decision>;
  /** Why a row keeps the rules' result. */
  refusals: Map<string, string>;
  /** One error for each row the provider refused to look at. */
  rejections: MillraceError[];
  usage: ModelUsage;
}

/**
 * The model's half of lead standardisation.
 *
 * E-mails and phones never reach the model, and it cannot change them. It may move the words of a row between name, title
 * and company and change their case; it can neither add a word, nor lose one (see `carryOut`), nor take one from another
 * row, whatever the rows or the model say. Answers are cached per row before anything else can fail.
 *
 * @example
 * const standardiseByModel = leadModel({ model: retryModel({ model: chat, clock, random }), cache });
 */
export function leadModel(deps: { model: Model; cache: ModelCache }): LeadModel {
  return async (input) => {
    const { tenantId, country } = input;
    const rows = input.rows.map(({ row, raw, rules }) => {
      const open = openFields(rules, input.mode);
      const asked = askAbout({ raw, rules, open });
      const about = { country, raw, ...asked.question };
      const key = modelCacheKey({
        promptVersion: PROMPT_VERSION,
        modelId: deps.model.id,
        tenantId,
        row: about,
      });
      return { row, rules, ...asked, key };
    });
    const open = new Map(
      rows.filter(({ question }) => question.check.length > 0).map((row) => [row.key, row]),
    );
    const progress: Progress = {
      decisions: await cachedDecisions([...open.values()], deps.cache),
      refusals: new Map(),
      rejections: [],
      usage: { calls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0 },
    };
    try {
      const left = [...open.values()].filter(({ key }) => !progress.decisions.has(key));
      const short = left.filter((row) => {
        const fits = JSON.stringify(row.question).length <= MAX_ROW_CHARS;
        if (!fits) progress.refusals.set(row.key, "the row is too long for the model");
        return fits;
      });
      for (let at = 0; at < short.length; at += MAX_ROWS) {
        await ask({ rows: short.slice(at, at + MAX_ROWS), problems: [], input, deps, progress });
      }
      const [rejection, ...others] = progress.rejections;
      if (rejection !== undefined && others.length > 0 && progress.usage.calls === 0) throw rejection;
    } finally {
      if (progress.usage.calls > 0) await input.onUsage(progress.usage);
    }
    return rows.map((row) => resultOf({ row, progress, modelId: deps.model.id }));
  };
}

/** The fields a model is asked about, of those it may decide. */
export function openFields(rules: StandardisedLead, mode: ImportMode | undefined): ModelField[] {
  if (mode === "model") return [...MODEL_FIELDS];
  const names = rules.unsettled.some((field) => field === "firstName" || field === "lastName");
  return MODEL_FIELDS.filter((field) =>
    // What leaves one half of a name goes to the other.
    field === "firstName" || field === "lastName" ? names : rules.unsettled.includes(field),
  );
}

/** Cached answers, judged again: a row's rules may have changed since. */
async function cachedDecisions(rows: OpenRow[], cache: ModelCache): Promise<Map<string, Decision>> {
  const decisions = new Map<string, Decision>();
  if (rows.length === 0) return decisions;
  const values = await cache.get(rows.map(({ key }) => key));
  for (const row of rows) {
    const value = values.get(row.key);
    const judged = value === undefined ? { problem: "not cached" } : judge(row, parseJson(value));
    if ("decision" in judged) decisions.set(row.key, judged.decision);
  }
  return decisions;
}

interface Asking {
  rows: OpenRow[];
  /** What was wrong with the first answer; empty in the first question. */
  problems: RowProblem[];
  input: LeadModelInput;
  deps: { model: Model; cache: ModelCache };
  progress: Progress;
}

/** Asks about rows until each has a decision or a refusal: halves what is too long, and repairs a bad answer once. */
async function ask(asking: Asking): Promise<void> {
  const { rows, problems, input, deps, progress } = asking;
  let completion: Completion;
  try {
    completion = await deps.model.complete({
      system: SYSTEM_PROMPT,
      user: userMessage({ country: input.country, rows: rows.map(({ question }) => question), problems }),
      maxTokens: TOKENS_PER_ANSWER + TOKENS_PER_ROW * rows.length,
      ...(input.signal === undefined ? {} : { signal: input.signal }),
    });
  } catch (error) {
    if (!isError(error, "Model.Rejected")) throw error;
    return refuseOneByOne(asking, error);
  }
  count(progress.usage, completion);
  if (completion.finishReason === "length" && rows.length > 1) return askHalves(asking);

  const judged = judgeAll(rows, completion.content);
  const accepted = rows.flatMap((row, i) => {
    const one = judged[i];
    return one !== undefined && "decision" in one ? [{ row, decision: one.decision }] : [];
  });
  for (const { row, decision } of accepted) progress.decisions.set(row.key, decision);
  if (accepted.length > 0) {
    await deps.cache.put(
      accepted.map(({ row, decision }) => ({ key: row.key, value: JSON.stringify(decision) })),
    );
  }
  const bad = rows.flatMap((row, i) => {
    const one = judged[i];
    return one !== undefined && "problem" in one ? [{ row, problem: one.problem }] : [];
  });
  if (bad.length === 0) return;
  if (problems.length > 0) {
    for (const { row, problem } of bad) progress.refusals.set(row.key, problem);
    return;
  }
  const again = bad.map(({ problem }, i) => ({ i, problem }));
  await ask({ ...asking, rows: bad.map(({ row }) => row), problems: again });
}

async function askHalves(asking: Asking): Promise<void> {
  const middle = Math.ceil(asking.rows.length / 2);
  for (const [from, to] of [
    [0, middle],
    [middle, asking.rows.length],
  ] as const) {
    const problems = asking.problems
      .filter(({ i }) => i >= from && i < to)
      .map(({ i, problem }) => ({ i: i - from, problem }));
    await ask({ ...asking, rows: asking.rows.slice(from, to), problems });
  }
}

/** One row can make a provider refuse a whole question (DeepSeek's 400 "Content Exists Risk"): it is found by halving. */
async function refuseOneByOne(asking: Asking, error: MillraceError): Promise<void> {
  const [row, ...others] = asking.rows;
  if (row === undefined || others.length > 0) return askHalves(asking);
  asking.progress.refusals.set(row.key, "the model's provider refuses the row");
  asking.progress.rejections.push(error);
}

/** One verdict for each row; a row number that was not asked about, or comes twice, makes the whole answer bad. */
function judgeAll(rows: OpenRow[], content: string): ({ decision: Decision } | { problem: string })[] {
  const answer = ModelAnswer.safeParse(parseJson(content));
  if (!answer.success) return rows.map(() => ({ problem: "the answer was not the JSON object asked for" }));
  const sets = new Map(answer.data.rows.map(({ i, set }) => [i, set]));
  const foreign = [...sets.keys()].some((i) => i < 0 || i >= rows.length);
  if (foreign || sets.size !== answer.data.rows.length) {
    return rows.map(() => ({ problem: 'the answer had an "i" twice or one that was not asked about' }));
  }
  return rows.map((row, i) =>
    sets.has(i) ? judge(row, sets.get(i)) : { problem: "the answer left the row out" },
  );
}

/** The JSON in a text, fenced or not; undefined where there is none. */
function parseJson(text: string): unknown {
  const end = text.lastIndexOf("}") + 1;
  try {
    return JSON.parse(text.slice(Math.max(0, text.indexOf("{")), end));
  } catch {
    return undefined;
  }
}

function count(usage: ModelUsage, completion: Completion): void {
  usage.calls++;
  usage.promptTokens += completion.usage.promptTokens;
  usage.completionTokens += completion.usage.completionTokens;
  usage.costUsd += completion.costUsd;
}

function resultOf(input: {
  row: OpenRow & { row: number; rules: StandardisedLead };
  progress: Progress;
  modelId: string;
}): ModelRow {
  const { row, progress, modelId } = input;
  const decision = progress.decisions.get(row.key);
  if (decision !== undefined) {
    return { row: row.row, ...carryOut({ row, rules: row.rules, decision, modelId }), modelKey: row.key };
  }
  const { fields, by, issues } = row.rules;
  const refusal = progress.refusals.get(row.key);
  if (refusal === undefined) return { row: row.row, fields, by, issues, modelKey: null };
  const issue: Issue = {
    code: "model.rejected",
    field: row.question.check[0] ?? "",
    message: `${say("model.rejected")}: ${refusal}`,
  };
  return { row: row.row, fields, by, issues: [...issues, issue], modelKey: null };
}
