import type { Upload } from "../run-lifecycle/index.ts";

/** How a browser sends a file: as multipart/form-data, first the fields, last the file as `file`. */
export interface UploadForm {
  /** An address of the store, or a path of the API. */
  url: string;
  fields: Record<string, string>;
}

/** Takes files from people's browsers, and makes uploads of them. */
export interface Uploads {
  /**
   * A form that takes one file as the object `key`, and nothing else.
   *
   * @param input.path - of the API, where it takes the file itself
   * @param input.maxBytes - a longer file is refused
   * @param input.expiresAt - in ms; the form is refused from then on
   */
  form(input: { key: string; path: string; maxBytes: number; expiresAt: number }): Promise<UploadForm>;
  /**
   * Makes an upload of an object, with the next place among its tenant's; nothing else announces it. Each call makes another.
   *
   * @throws Object.NotFound
   */
  submit(input: { key: string; tenantId: string; sourceFile: string }): Promise<Upload>;
  /** The same of a text. */
  submitText(input: { text: string; tenantId: string; sourceFile: string }): Promise<Upload>;
}
