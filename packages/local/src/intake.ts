import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { ObjectStore } from "@millrace/core/object";
import type { Upload } from "@millrace/core/run-lifecycle";
import { BUCKET } from "./flow/definitions.ts";
import type { UploadOrders } from "./store/upload-orders.ts";

/** What a key may hold of a file name; the whole name is kept in the run's record. */
const UNSAFE = /[^A-Za-z0-9._-]+/g;
const MAX_KEY_NAME = 80;

/** A file that has its place among the uploads of a tenant. */
export interface ClaimedFile {
  tenantId: string;
  path: string;
  /** The uploader's own name for it. */
  sourceFile: string;
  /** Its order: ms, and never the same for two uploads of a tenant. */
  order: number;
}

/** Gives a file the next place among its tenant's uploads. */
export function claim(
  file: { tenantId: string; path: string },
  { orders }: { orders: UploadOrders },
): ClaimedFile {
  return { ...file, sourceFile: basename(file.path), order: orders.next(file.tenantId) };
}

/** Where uploads of each kind go; on AWS a bucket's notifications tell them apart by it. What is submitted is announced by nobody. */
export type UploadPrefix = "uploads" | "catalogs" | "submitted";

/** Copies a claimed file into the object store: its upload. Doing it again ends in the same upload. */
export async function upload(
  file: ClaimedFile & { prefix?: UploadPrefix },
  { objects }: { objects: ObjectStore },
): Promise<Upload> {
  const { path, prefix = "uploads" } = file;
  const { size } = await stat(path);
  const made = uploadOf({ ...file, prefix, bytes: size });
  await objects.put({ key: made.key, body: createReadStream(path) });
  return made;
}

/** The upload that a file with its place becomes. */
export function uploadOf(
  file: Pick<ClaimedFile, "tenantId" | "sourceFile" | "order"> & { prefix: UploadPrefix; bytes: number },
): Upload {
  const { tenantId, sourceFile, order, prefix, bytes } = file;
  const name = sourceFile.replace(UNSAFE, "-").slice(-MAX_KEY_NAME);
  const key = `${prefix}/${tenantId}/${order}-${name}`;
  return {
    ...{ bucket: BUCKET, key, version: String(order), tenantId, sourceFile, bytes },
    ...{ eventTime: order, sequencer: "" },
  };
}
