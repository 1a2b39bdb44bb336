import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { RunOptions } from "@millrace/core/run";
import { registerUpload } from "@millrace/core/run-lifecycle";
import type { App } from "./app.ts";
import { type ClaimedFile, type UploadPrefix, upload } from "./intake.ts";
import { isMissing } from "./store/file-error.ts";

/** Polling sees files on every file system, network folders included, where change events get lost. */
const POLL_MS = 1_000;
/** A file that has not grown or changed for so long is taken to be written whole. */
const QUIET_MS = 2_000;
/** What programs call files they are still writing, or lock others with. */
const UNFINISHED = /^(\.|~)|\.(part|partial|tmp|crdownload|download)$/i;
const TENANT = /^[a-z0-9-]{1,63}$/;

/** Where files are dropped, in the data folder. */
export const DROP_FOLDER = "drop";
/** Where catalogs are, in the drop folder. */
export const CATALOGS_FOLDER = "catalogs";

/** What is watched, and what is done with what is put there. */
export interface Watch {
  folder: string;
  /** Whose the files are that lie in the folder itself. */
  tenantId: string;
  /** Folders in it that are no tenant's. */
  reserved?: readonly string[];
  /** Where files stay between being taken and being registered, in the data folder. */
  claimed: string;
  prefix: UploadPrefix;
  optionsOf: (file: { sourceFile: string }) => RunOptions;
  app: App;
  signal: AbortSignal;
  onProblem: (message: string) => void;
}

/** Registers each file put into a folder, or into `{folder}/{tenant}`, until the signal aborts. */
export async function watchFolder(watch: Watch): Promise<void> {
  const { folder, app, signal, onProblem } = watch;
  const claimed = join(app.dataDir, watch.claimed);
  for (const each of [folder, claimed]) await mkdir(each, { recursive: true, mode: 0o700 });
  await takeClaimed(claimed, watch);
  const seen = new Map<string, { size: number; mtimeMs: number; since: number }>();
  while (!signal.aborted) {
    try {
      for (const file of await filesIn(watch)) {
        const taken = await unlessGone(file.path, async () => {
          const { size, mtimeMs } = await stat(file.path);
          const before = seen.get(file.path);
          const same = before?.size === size && before.mtimeMs === mtimeMs;
          if (!same) seen.set(file.path, { size, mtimeMs, since: app.clock.now() });
          else if (app.clock.now() - before.since >= QUIET_MS) {
            seen.delete(file.path);
            return claimIn(claimed, file, app);
          }
          return null;
        });
        if (taken !== null) await take(taken, watch);
      }
    } catch (error) {
      // The folder is looked at again.
      onProblem(error instanceof Error ? error.message : String(error));
    }
    await app.clock.sleep(POLL_MS, signal).catch(() => {});
  }
}

interface DroppedFile {
  tenantId: string;
  path: string;
}

/** How many files wait in a folder that may not be there. */
export async function countWaiting(watched: Pick<Watch, "folder" | "reserved">): Promise<number> {
  const { folder } = watched;
  const files = await unlessGone(folder, () => filesIn({ ...watched, tenantId: "" }));
  return files?.length ?? 0;
}

async function filesIn(watched: Pick<Watch, "folder" | "tenantId" | "reserved">): Promise<DroppedFile[]> {
  const { folder, tenantId, reserved = [] } = watched;
  const files: DroppedFile[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) files.push({ tenantId, path });
    else if (entry.isDirectory() && TENANT.test(entry.name) && !reserved.includes(entry.name)) {
      for (const inner of await readdir(path, { withFileTypes: true })) {
        if (inner.isFile()) files.push({ tenantId: entry.name, path: join(path, inner.name) });
      }
    }
  }
  return files.filter(({ path }) => !UNFINISHED.test(basename(path)));
}

/** Moves a file out of the drop folder, to a name that says which upload it is: from then on it is that upload. */
async function claimIn(claimed: string, file: DroppedFile, app: App): Promise<ClaimedFile> {
  const order = app.orders.next(file.tenantId);
  const sourceFile = basename(file.path);
  const folder = join(claimed, file.tenantId, String(order));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, sourceFile);
  await rename(file.path, path);
  return { tenantId: file.tenantId, path, sourceFile, order };
}

async function take(file: ClaimedFile, { app, prefix, optionsOf }: Watch): Promise<void> {
  const uploaded = await unlessGone(file.path, () => upload({ ...file, prefix }, app.deps));
  if (uploaded === null) return;
  await registerUpload({ upload: uploaded, options: optionsOf(file) }, app.deps);
  await rm(join(file.path, ".."), { recursive: true, force: true });
}

/**
 * Files that were claimed by a process that ended before their upload was registered. One that is just about to register its own is
 * not told apart: both register the same upload.
 */
async function takeClaimed(claimed: string, watch: Watch): Promise<void> {
  for (const tenantId of await readdir(claimed)) {
    for (const order of await readdir(join(claimed, tenantId))) {
      const folder = join(claimed, tenantId, order);
      for (const sourceFile of (await unlessGone(folder, () => readdir(folder))) ?? []) {
        await take({ tenantId, path: join(folder, sourceFile), sourceFile, order: Number(order) }, watch);
      }
    }
  }
}

/** Null where `path` is gone meanwhile: its owner took it away, or another process that watches the same folder took it. */
async function unlessGone<T>(path: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!isMissing(error) || existsSync(path)) throw error;
    return null;
  }
}
