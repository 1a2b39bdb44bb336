import { stringify } from "csv-stringify/sync";
import * as z from "zod";
import type { Flows } from "../flow/index.ts";
import type { Uploads } from "../preview/uploads.ts";
import { CatalogOptions, type CatalogRun, isCatalogRun } from "../run/index.ts";
import type { RunDeps } from "../run-lifecycle/deps.ts";
import { registerUpload, type Upload } from "../run-lifecycle/register.ts";
import { say } from "../sentence/index.ts";

/** The most codes of one submission: more are a file's. */
export const MOST_SUBMITTED = 1_000;
/** A longer text is no code; an Amazon page's address, which holds one, is shorter. */
const MOST_TEXT = 300;
/** The seed's figure: ten batches at once. */
const MAX_CONCURRENCY = 10;
const CODE_COLUMN = "productCode";
/** What S3 allows, in bytes. */
const MOST_KEY = 1_024;

const { provider, marketplace, codeColumn, batchSize, sample } = CatalogOptions.shape;

/** Products to be enriched: named one by one, or by an uploaded file. */
export const CatalogSubmission = z
  .strictObject({
    codes: z
      .array(z.string().trim().min(1).max(MOST_TEXT))
      .min(1)
      .max(MOST_SUBMITTED)
      .optional()
      .meta({ description: "ASINs, UPCs, EANs or ISBNs; what is none is rejected by its place" }),
    key: z.string().min(1).max(MOST_KEY).optional().meta({
      description: "In place of codes: an uploaded file, by its object's key, catalogs/{tenant}/…",
    }),
    version: z.string().min(1).max(MOST_KEY).optional().meta({
      description: "With a key: which version of the object; the newest where not given",
    }),
    codeColumn: codeColumn.optional().meta({
      description:
        "With a key: the column of the codes by its name, or as #3; found by itself where not given",
    }),
    provider: provider.default("keepa"),
    marketplace: marketplace.default("com").meta({ description: "Amazon's shop, by the end of its address" }),
    batchSize: batchSize.default(null).meta({ description: "null: by the number of products" }),
    sample: sample.default(false).meta({
      description: "Put sample values, marked as such, where the provider cannot be asked",
    }),
  })
  .superRefine(({ codes, ...ofFile }, { addIssue }) => {
    const issue = (field: string, message: string) => addIssue({ code: "custom", path: [field], message });
    if (codes === undefined) {
      if (ofFile.key === undefined) issue("codes", say("field.noCodes"));
      return;
    }
    for (const field of ["key", "version", "codeColumn"] as const)
      if (ofFile[field] !== undefined) issue(field, say("field.ofFile"));
  });
export type CatalogSubmission = z.infer<typeof CatalogSubmission>;

/** What a submission needs from outside. */
export type SubmissionDeps = Pick<RunDeps, "runs" | "clock" | "log"> & {
  flows: Flows;
  /** Where the list of codes is kept. */
  uploads: Pick<Uploads, "submitText">;
  /**
   * The upload that a catalog's object is, or one version of it, the same as when it was announced; null where there is none.
   *
   * @param object.key - `catalogs/{tenantId}/…`
   */
  uploaded(object: { tenantId: string; key: string; version?: string }): Promise<Upload | null>;
};

/**
 * Registers and starts the run of a submission. A file that has a run already, because its arrival has started one or it was submitted
 * before, is not enriched once more: that run is the answer.
 *
 * @param input.user - the id of the API key
 * @returns null where the tenant has no such file
 */
export async function submitCatalog(
  input: { tenantId: string; catalogId: string; user: string; submission: CatalogSubmission },
  deps: SubmissionDeps,
): Promise<CatalogRun | null> {
  const { tenantId, catalogId, user, submission } = input;
  const { codes, key, version, codeColumn = null, ...chosen } = submission;
  const options = { ...chosen, catalogId, user, maxConcurrency: MAX_CONCURRENCY };
  if (codes !== undefined) {
    const upload = await deps.uploads.submitText({
      tenantId,
      sourceFile: `${catalogId}.csv`,
      text: fileOfCodes(codes),
    });
    const ofCodes = { ...options, codeColumn: CODE_COLUMN, submitted: codes.length };
    return begin({ upload, options: ofCodes }, deps);
  }
  if (key?.startsWith(`catalogs/${tenantId}/`) !== true) return null;
  const upload = await deps.uploaded({ tenantId, key, ...(version === undefined ? {} : { version }) });
  return upload === null ? null : begin({ upload, options: { ...options, codeColumn } }, deps);
}

/** A file like any other. The row of a code is its place in the list, counted from 2: the header is the first. */
function fileOfCodes(codes: readonly string[]): string {
  // The first column makes every line a row of a table, whatever a code's text looks like.
  const rows = codes.map((code, index) => [String(index + 1), code]);
  return stringify([["position", CODE_COLUMN], ...rows]);
}

async function begin(
  input: { upload: Upload; options: CatalogOptions },
  deps: SubmissionDeps,
): Promise<CatalogRun> {
  const run = await registerUpload(input, deps);
  if (!isCatalogRun(run)) throw new Error(`run ${run.runId} is of no catalog`);
  return run;
}
