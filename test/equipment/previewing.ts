import * as z from "zod";
import { type Answer, answerOf, type SeededApi } from "./api.ts";

/** What becomes of the rows, as a preview and a run count them. */
export const Counts = z.object({
  ...{ rows: z.number(), duplicates: z.number(), rejected: z.number() },
  ...{ created: z.number(), updated: z.number(), unchanged: z.number() },
});
/** What a test reads of a preview of leads. */
export const LeadPreview = z.object({
  reading: z.looseObject({ header: z.array(z.string()), delimiter: z.string().optional() }),
  columns: z.array(
    z.object({ header: z.string(), target: z.string().nullable(), examples: z.array(z.string()) }),
  ),
  remembered: z.record(z.string(), z.string()).nullable(),
  country: z.string().nullable(),
  rows: z.array(
    z.looseObject({
      row: z.number(),
      cells: z.array(z.string()),
      outcome: z.string(),
      fields: z.record(z.string(), z.string()).nullable(),
    }),
  ),
  counts: Counts.extend({ open: z.number(), complete: z.boolean() }),
  model: z.object({ name: z.string(), calls: z.number(), costUsd: z.number() }).nullable(),
});
export const Started = z.object({ runId: z.string() });

const Ticket = z.object({
  previewId: z.string(),
  upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
  expiresAt: z.number(),
});
export type Ticket = z.infer<typeof Ticket>;

/** A file to be looked at. */
export interface PreviewedFile {
  kind?: "leads" | "catalog";
  fileName?: string;
  content: string | Uint8Array<ArrayBuffer>;
  /** The first tenant's where not given. */
  key?: string;
}

/** Looks at files as the page does. */
export function previewing(api: SeededApi) {
  const ask = (path: string, body: object, key = api.first.key): Promise<Answer> =>
    api.ask({ method: "POST", path: `/api/previews${path}`, body, key });

  /** @returns what the API answers to the form */
  async function send({ upload }: Ticket, file: PreviewedFile): Promise<Answer> {
    const form = new FormData();
    for (const [field, value] of Object.entries(upload.fields)) form.append(field, value);
    form.append("file", new Blob([file.content]), "blob");
    const headers = { Authorization: `Bearer ${file.key ?? api.first.key}` };
    return answerOf(await api.app.api.request(upload.url, { method: "POST", body: form, headers }));
  }

  async function begin(file: PreviewedFile): Promise<Ticket> {
    const { kind = "leads", fileName = "leads.csv", content, key } = file;
    const bytes = Math.max(1, Buffer.byteLength(content));
    return Ticket.parse((await ask("", { kind, fileName, bytes }, key)).body);
  }

  return {
    begin,
    send,
    /** Begins a preview and sends its file. @returns the preview's id */
    async upload(file: PreviewedFile): Promise<string> {
      const ticket = await begin(file);
      const sent = await send(ticket, file);
      if (sent.status !== 204) throw new Error(`the file was not taken: ${sent.status}`);
      return ticket.previewId;
    },
    read: (previewId: string, choice: object = { kind: "leads" }, key?: string) =>
      ask(`/${previewId}/read`, choice, key),
    start: (previewId: string, choice: object = { kind: "leads" }, key?: string) =>
      ask(`/${previewId}/start`, choice, key),
    remove: (previewId: string, key = api.first.key) =>
      api.ask({ method: "DELETE", path: `/api/previews/${previewId}`, key }),
  };
}
