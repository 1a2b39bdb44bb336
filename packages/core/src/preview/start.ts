import * as z from "zod";
import { checkCodes, openCatalog } from "../catalog-enrichment/index.ts";
import { MillraceError } from "../error.ts";
import { readText } from "../object/index.ts";
import { RunOptions } from "../run/index.ts";
import { registerUpload, Upload } from "../run-lifecycle/index.ts";
import { say } from "../sentence/index.ts";
import type { PreviewDeps } from "./deps.ts";
import { openLeadPreview, sourceOf } from "./lead-preview.ts";
import { catalogOptions, type PreviewChoice } from "./options.ts";
import { type Preview, previewKeys } from "./preview.ts";

/** What was started: whoever starts again finds it. */
const Started = z.object({ upload: Upload, options: RunOptions });
type Started = z.infer<typeof Started>;

/**
 * Makes an upload of a preview's file and starts its run. Asked again, at the same time, or after a crash at any point, it answers
 * the same run: the first choice that is written down counts, and its run is registered by whoever comes next.
 *
 * @param input.user - the id of the API key
 * @returns the run's id
 * @throws LeadFile.*; Object.NotFound where the file has not come; Input.Invalid for a choice that cannot be had
 */
export async function startPreview(
  input: { preview: Preview; choice: PreviewChoice; user: string },
  deps: PreviewDeps,
): Promise<string> {
  const { preview } = input;
  const started = (await startedBefore(preview, deps)) ?? (await submit(input, deps));
  const { runId } = await registerUpload(started, deps);
  return runId;
}

async function startedBefore(preview: Preview, { objects }: PreviewDeps): Promise<Started | null> {
  const key = previewKeys.started(preview);
  if ((await objects.size({ key })) === null) return null;
  return Started.parse(JSON.parse(await readText({ objects, key })));
}

async function submit(
  input: { preview: Preview; choice: PreviewChoice; user: string },
  deps: PreviewDeps,
): Promise<Started> {
  const { preview } = input;
  const { tenantId, fileName: sourceFile } = preview;
  const options = await optionsOf(input, deps);
  const upload = await deps.uploads.submit({ key: previewKeys.file(preview), tenantId, sourceFile });
  const started = { upload, options };
  const key = previewKeys.started(preview);
  if (await deps.objects.put({ key, body: JSON.stringify(started), ifAbsent: true })) return started;
  const first = await startedBefore(preview, deps);
  if (first === null) throw new MillraceError("Object.NotFound", say("preview.deleted"));
  // Somebody else was first, and nobody knows of this copy; or a write whose answer was lost was tried again, and it was this one.
  if (first.upload.key !== upload.key) await deps.objects.delete({ key: upload.key });
  return first;
}

/** What the run is told, after a look at the file: a choice that it cannot have is refused now, not by the run. */
async function optionsOf(
  input: { preview: Preview; choice: PreviewChoice; user: string },
  deps: PreviewDeps,
): Promise<RunOptions> {
  const { preview, choice, user } = input;
  const source = await sourceOf(preview, deps);
  if (choice.kind === "leads") {
    const { options } = await openLeadPreview({ preview, choice, source }, deps);
    return options;
  }
  const options = catalogOptions({ choice, fileName: preview.fileName, user }, deps.intake());
  checkCodes(await openCatalog({ source, codeColumn: options.codeColumn }));
  return options;
}
