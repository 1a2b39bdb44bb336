import { stringify } from "csv-stringify/sync";
import * as z from "zod";
import type { Flows } from "../flow/index.ts";
import { CatalogOptions, type CatalogRun, isCatalogRun } from "../run/index.ts";
import type { RunDeps } from "../run-lifecycle/deps.ts";
import { registerUpload, type Upload } from "../run-lifecycle/register.ts";

/** The most codes of one submission: more are a file's. */
export const MOST_SUBMITTED = 1_000;
/** A longer text is no code; an Amazon page's address, which holds one, is shorter. */
const MOST_TEXT = 300;
/** The seed's figure: ten batches at once. */
const MAX_CONCURRENCY = 10;
const CODE_COLUMN = "productCode";

const { provider, marketplace, batchSize, sample } = CatalogOptions.shape;

/** Products to be enriched, named one by one. */
export const CatalogSubmission = z.strictObject({
  codes: z
    .array(z.string().trim().min(1).max(MOST_TEXT))
    .min(1)
    .max(MOST_SUBMITTED)
    .meta({ description: "ASINs, UPCs, EANs or ISBNs; what is none is rejected by its place" }),
  provider: provider.default("keepa"),
  marketplace: marketplace.default("com").meta({ description: "Amazon's shop, by the end of its address" }),
  batchSize: batchSize.default(null).meta({ description: "null: by the number of products" }),
  sample: sample.default(false).meta({
    description: "Put sample values, marked as such, where the provider cannot be asked",
  }),
});
export type CatalogSubmission = z.infer<typeof CatalogSubmission>;

/** What a submission needs from outside. */
export type SubmissionDeps = Pick<RunDeps, "runs" | "clock" | "log"> & {
  flows: Flows;
  /** Keeps a text as an upload of its tenant: a file of a catalog that nothing else announces. */
  upload(file: { tenantId: string; sourceFile: string; text: string }): Promise<Upload>;
};

/**
 * Makes a file of the codes, and registers and starts its run like that of any other file. The row of a code is its place in the
 * list, counted from 2: the header is the first.
 *
 * @param input.user - the id of the API key
 */
export async function submitCodes(
  input: { tenantId: string; catalogId: string; user: string; submission: CatalogSubmission },
  deps: SubmissionDeps,
): Promise<CatalogRun> {
  const { tenantId, catalogId, user, submission } = input;
  const { codes, ...chosen } = submission;
  // The first column makes every line a row of a table, whatever a code's text looks like.
  const rows = codes.map((code, index) => [String(index + 1), code]);
  const text = stringify([["position", CODE_COLUMN], ...rows]);
  const upload = await deps.upload({ tenantId, sourceFile: `${catalogId}.csv`, text });
  const options = {
    ...chosen,
    ...{ catalogId, user, maxConcurrency: MAX_CONCURRENCY, codeColumn: CODE_COLUMN },
    submitted: codes.length,
  };
  const run = await registerUpload({ upload, options }, deps);
  if (!isCatalogRun(run)) throw new Error(`run ${run.runId} is of no catalog`);
  return run;
}
