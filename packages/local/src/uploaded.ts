import type { ObjectStore } from "@millrace/core/object";
import type { Upload } from "@millrace/core/run-lifecycle";
import { uploadOf } from "./intake.ts";

/** `catalogs/{tenant}/{order}-{name}`, as {@link uploadOf} makes it of a catalog's file. */
const CATALOG_KEY = /^catalogs\/([a-z0-9-]{1,63})\/(\d{1,16})-([A-Za-z0-9._-]+)$/;

/** The upload that a catalog's object is, by its key; null where there is none. Its file is called as the key has it. */
export async function uploadedCatalog(
  { tenantId, key, version }: { tenantId: string; key: string; version?: string },
  { objects }: { objects: ObjectStore },
): Promise<Upload | null> {
  const [, owner, order, sourceFile] = CATALOG_KEY.exec(key) ?? [];
  if (owner !== tenantId || order === undefined || sourceFile === undefined) return null;
  const bytes = await objects.size({ key });
  if (bytes === null || (version !== undefined && version !== order)) return null;
  return uploadOf({ tenantId, sourceFile, order: Number(order), prefix: "catalogs", bytes });
}
