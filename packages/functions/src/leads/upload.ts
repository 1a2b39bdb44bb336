import { MillraceError } from "@millrace/core/error";
import type { Upload } from "@millrace/core/run-lifecycle";
import type { ObjectCreated } from "../event/storage.ts";

/** `uploads/{tenant}/…/{file}`, or `catalogs/…` the same; the tenant's name is one a host name could have, so that no key can be taken for another's. */
const UPLOAD = /^(uploads|catalogs)\/([a-z0-9-]{1,63})\/(?:.*\/)?([^/]+)$/s;

/** A file that was uploaded, and what it is of. */
export interface SortedUpload {
  of: "leads" | "catalog";
  upload: Upload;
}

/**
 * The upload that an object is, or null where it is none: its key is not one of `uploads/{tenant}/…` or `catalogs/{tenant}/…`, or it is a
 * folder.
 *
 * @throws Input.Invalid where the bucket keeps no versions: a run could not read the very file it was started for
 */
export function uploadOf(object: ObjectCreated): SortedUpload | null {
  const [, folder, tenantId, sourceFile] = UPLOAD.exec(object.key) ?? [];
  if (tenantId === undefined || sourceFile === undefined) return null;
  if (object.version === null) {
    throw new MillraceError(
      "Input.Invalid",
      "the bucket of the upload keeps no versions: turn versioning on",
    );
  }
  const upload = { ...object, version: object.version, tenantId, sourceFile };
  return { of: folder === "catalogs" ? "catalog" : "leads", upload };
}
