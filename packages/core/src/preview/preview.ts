import { win32 } from "node:path";
import * as z from "zod";
import type { Clock } from "../clock/index.ts";
import { MillraceError } from "../error.ts";
import { MAX_UPLOAD_BYTES, MEGABYTE } from "../file/index.ts";
import { type ObjectStore, readText } from "../object/index.ts";
import { previewsOf } from "../run-file/keys.ts";
import { say } from "../sentence/index.ts";
import type { UploadForm, Uploads } from "./uploads.ts";

/** So long a file waits for its start, and no longer: who has looked at it decides within the day, or drops it again. */
export const PREVIEW_MS = 24 * 60 * 60 * 1000;

/** So long a form can be sent: the page sends it at once, and 512 MB take 12 minutes at 6 Mbit/s. */
const FORM_MS = 15 * 60 * 1000;

export const PreviewKind = z.enum(["leads", "catalog"]);
export type PreviewKind = z.infer<typeof PreviewKind>;

/** A file that somebody looks at before it is imported. */
export const Preview = z.object({
  previewId: z.string(),
  tenantId: z.string(),
  kind: PreviewKind,
  /** The uploader's own name for it. */
  fileName: z.string(),
  /** In ms; from then on it is not there. */
  expiresAt: z.number(),
});
export type Preview = z.infer<typeof Preview>;

/** Where a preview keeps its objects. */
export const previewKeys = {
  of: ({ tenantId, previewId }: PreviewName) => `${previewsOf(tenantId)}${previewId}/`,
  record: (preview: PreviewName) => `${previewKeys.of(preview)}preview.json`,
  file: (preview: PreviewName) => `${previewKeys.of(preview)}file`,
  started: (preview: PreviewName) => `${previewKeys.of(preview)}started.json`,
};

/** What names a preview: another tenant's is not there. */
export type PreviewName = Pick<Preview, "tenantId" | "previewId">;

/**
 * Begins a preview.
 *
 * @param input.path - of the API, where it takes the file of a preview itself
 * @returns the form that its file is sent by
 * @throws LeadFile.TooLarge for a file longer than {@link MAX_UPLOAD_BYTES}
 */
export async function createPreview(
  input: {
    tenantId: string;
    kind: PreviewKind;
    fileName: string;
    bytes: number;
    path: (previewId: string) => string;
  },
  deps: { objects: ObjectStore; uploads: Uploads; clock: Clock; uuid: () => string },
): Promise<{ preview: Preview; form: UploadForm }> {
  const { tenantId, kind, bytes, path } = input;
  if (bytes > MAX_UPLOAD_BYTES) throw tooLarge();
  const now = deps.clock.now();
  // Some browsers send a path; its last part is the name on every system.
  const fileName = win32.basename(input.fileName) || input.fileName;
  const previewId = deps.uuid();
  const preview: Preview = { previewId, tenantId, kind, fileName, expiresAt: now + PREVIEW_MS };
  // First: a file without it belongs to nobody, and is removed.
  await deps.objects.put({ key: previewKeys.record(preview), body: JSON.stringify(preview) });
  const form = await deps.uploads.form({
    ...{ key: previewKeys.file(preview), path: path(previewId) },
    ...{ maxBytes: MAX_UPLOAD_BYTES, expiresAt: now + FORM_MS },
  });
  return { preview, form };
}

function tooLarge(): MillraceError {
  return new MillraceError(
    "LeadFile.TooLarge",
    say("file.upload", { megabytes: MAX_UPLOAD_BYTES / MEGABYTE }),
  );
}

/** A preview's record; null where there is none (any more). */
export async function findPreview(
  name: PreviewName,
  { objects, clock }: { objects: ObjectStore; clock: Clock },
): Promise<Preview | null> {
  const preview = await recordAt(previewKeys.record(name), objects);
  return preview === null || preview.expiresAt <= clock.now() ? null : preview;
}

async function recordAt(key: string, objects: ObjectStore): Promise<Preview | null> {
  // A record was written before its preview had a name: it does not come while this looks.
  if ((await objects.size({ key })) === null) return null;
  const text = await readText({ objects, key });
  // One machine's store may lose the text of an object by a power failure: the rest of the preview goes like one without a record.
  return text === "" ? null : Preview.parse(JSON.parse(text));
}

/** Deletes a preview; one that is not there is no error. A run that was started from it keeps a file of its own. */
export async function deletePreview(name: PreviewName, { objects }: { objects: ObjectStore }): Promise<void> {
  await objects.delete({ key: previewKeys.file(name) });
  await objects.delete({ key: previewKeys.started(name) });
  await objects.delete({ key: previewKeys.record(name) });
}

/** Removes the objects of all previews that are over, where the store does not do so by itself. */
export async function removeOldPreviews(deps: { objects: ObjectStore; clock: Clock }): Promise<void> {
  const { objects, clock } = deps;
  const keys = await objects.list({ prefix: "previews/" });
  const over = new Map<string, boolean>();
  for (const key of keys) {
    const folder = key.slice(0, key.lastIndexOf("/") + 1);
    const known = over.get(folder);
    const isOver = known ?? (await isFolderOver(folder, objects, clock.now()));
    over.set(folder, isOver);
    if (isOver) await objects.delete({ key });
  }
}

/** A folder without a record is one that was deleted while its file was on the way. */
async function isFolderOver(folder: string, objects: ObjectStore, now: number): Promise<boolean> {
  const preview = await recordAt(`${folder}preview.json`, objects);
  return preview === null || preview.expiresAt <= now;
}
