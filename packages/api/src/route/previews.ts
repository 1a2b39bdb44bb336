import type { Scope } from "@millrace/core/api-key";
import {
  createPreview,
  deletePreview,
  findPreview,
  type Preview,
  type PreviewKind,
  previewCatalog,
  previewKeys,
  previewLeads,
  type Refusal,
  startPreview,
} from "@millrace/core/preview";
import { say, told } from "@millrace/core/sentence";
import type { Context } from "hono";
import { found } from "../cached.ts";
import * as contract from "../contract/previews.ts";
import type { Api, ApiEnv, RouteDeps } from "../deps.ts";
import { refuseScope } from "../middleware/authentication.ts";
import { Problem } from "../problem.ts";
import { rejection } from "../told.ts";

const SCOPES: Record<PreviewKind, Scope> = { leads: "leads:write", catalog: "catalogs:write" };

/** Where the API takes the file of a preview itself. */
const filePath = (previewId: string) => `/api/previews/${previewId}/file`;

/** The route that takes a preview's file, where the API does so itself. It is before all that is for bodies of JSON. */
export function previewFileRoute(api: Api, deps: RouteDeps): void {
  const { receiveFile } = deps;
  if (receiveFile === undefined) return;
  api.openAPIRegistry.registerPath(contract.sendPreviewFile);
  api.post(contract.sendPreviewFile.getRoutingPath(), async (c) => {
    const preview = await previewOf(c, c.req.param("previewId"), deps);
    await receiveFile({ key: previewKeys.file(preview), request: c.req.raw });
    return c.body(null, 204);
  });
}

export function previewRoutes(api: Api, deps: RouteDeps): void {
  api.openapi(contract.createPreview, async (c) => {
    const { tenantId } = c.var.apiKey;
    const request = c.req.valid("json");
    checkScope(c, request.kind);
    const { preview, form } = await createPreview({ tenantId, ...request, path: filePath }, deps);
    const { previewId, expiresAt } = preview;
    return c.json({ previewId, upload: form, expiresAt }, 201);
  });

  api.openapi(contract.readPreview, async (c) => {
    const choice = c.req.valid("json");
    const preview = await previewOf(c, c.req.valid("param").previewId, deps, choice.kind);
    if (choice.kind === "leads") {
      const read = await previewLeads({ preview, choice }, deps);
      return c.json({ ...read, ...toldParts(read) }, 200);
    }
    const read = await previewCatalog({ preview, choice }, deps);
    return c.json({ ...read, ...toldParts(read) }, 200);
  });

  api.openapi(contract.startPreview, async (c) => {
    const choice = c.req.valid("json");
    const preview = await previewOf(c, c.req.valid("param").previewId, deps, choice.kind);
    const runId = await startPreview({ preview, choice, user: c.var.apiKey.id }, deps);
    c.header("Location", `/api/runs/${runId}`);
    return c.json({ runId }, 202);
  });

  api.openapi(contract.deletePreview, async (c) => {
    const { tenantId } = c.var.apiKey;
    const name = { tenantId, ...c.req.valid("param") };
    const preview = await findPreview(name, deps);
    if (preview !== null) {
      checkScope(c, preview.kind);
      await deletePreview(name, deps);
    }
    return c.body(null, 204);
  });
}

/** A preview of the key's tenant, which its key may work on. @throws Problem */
async function previewOf(
  c: Context<ApiEnv>,
  previewId: string,
  deps: RouteDeps,
  kind?: PreviewKind,
): Promise<Preview> {
  const preview = found(await findPreview({ tenantId: c.var.apiKey.tenantId, previewId }, deps));
  checkScope(c, preview.kind);
  if (kind === undefined || kind === preview.kind) return preview;
  const why = told(say("field.previewKind", { kind: preview.kind }));
  throw new Problem("invalid-request", { errors: [{ in: "body", field: "kind", ...why }] });
}

function checkScope(c: Context<ApiEnv>, kind: PreviewKind): void {
  const scope = SCOPES[kind];
  if (!c.var.apiKey.scopes.includes(scope)) refuseScope(c, scope);
}

/** How a file was read and its rows: each note, and why a row is refused, with what it was filled with. */
function toldParts<Reading extends { notes: string[] }, Row extends { refused: Refusal | null }>(preview: {
  reading: Reading;
  rows: readonly Row[];
}) {
  const { reading, rows } = preview;
  return {
    reading: { ...reading, notes: reading.notes.map(told) },
    rows: rows.map((row) => ({ ...row, refused: row.refused === null ? null : rejection(row.refused) })),
  };
}
