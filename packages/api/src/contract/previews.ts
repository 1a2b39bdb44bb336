import { createRoute } from "@hono/zod-openapi";
import { COLUMN_TARGETS, LeadFields } from "@millrace/core/lead";
import { CatalogOptions, ColumnReport, ImportOptions, ParseReport } from "@millrace/core/run";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import { BODY_PROBLEMS, COMMON_PROBLEMS, json, jsonBody, SECURITY_SCHEME } from "../route/common.ts";
import { Told } from "./told.ts";

/** Leads need `leads:write`, catalogs `catalogs:write`: which of them is in the body or the preview, and so checked by the handler. */
const eitherScope = {
  security: [{ [SECURITY_SCHEME]: ["leads:write"] }, { [SECURITY_SCHEME]: ["catalogs:write"] }],
};

const PreviewParam = z.object({
  previewId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,80}$/)
    .meta({ param: { name: "previewId", in: "path" } }),
});

const Count = z.int();

export const PreviewRequest = z
  .strictObject({
    kind: z.enum(["leads", "catalog"]),
    fileName: z.string().trim().min(1).max(255).meta({ description: "The uploader's own name for it" }),
    bytes: z.int().min(1).meta({ description: "How long the file is" }),
  })
  .meta({ id: "PreviewRequest" });

export const PreviewTicket = z
  .object({
    previewId: z.string(),
    upload: z
      .object({
        url: z.string(),
        fields: z.record(z.string(), z.string()),
      })
      .meta({
        description:
          "POST to the url as multipart/form-data: first the fields, last the file as `file`. On one machine the url is a path of this API, and needs the key",
      }),
    expiresAt: z.number().meta({
      description:
        "When the preview and its file are gone; the form itself is refused 15 minutes after it was given",
    }),
  })
  .meta({ id: "PreviewTicket" });

/** How the file was read. */
const Reading = ParseReport.pick({
  ...{ format: true, encoding: true, delimiter: true, sheet: true, headerRow: true, header: true },
  skipped: true,
}).extend({ notes: z.array(Told) });

const Refusal = z.object({ field: z.string(), ...Told.shape, code: z.string() });

export const LeadPreview = z
  .object({
    kind: z.literal("leads"),
    fileName: z.string(),
    reading: Reading,
    columns: z.array(
      ColumnReport.extend({
        examples: z.array(z.string()).meta({ description: "Its first cells that are not empty, cut" }),
      }),
    ),
    remembered: z.record(z.string(), z.string()).nullable().meta({
      description: "Columns as they were chosen for the newest run with the same header; already applied",
    }),
    country: ImportOptions.shape.country.meta({
      type: "string",
      description: "Of phone numbers without a country code; applied to them",
    }),
    rows: z
      .array(
        z.object({
          row: Count,
          cells: z.array(z.string()),
          outcome: z.enum(["lead", "duplicate", "rejected"]),
          fields: LeadFields.nullable().meta({ description: "As it will become by the rules" }),
          issues: z.array(z.string()),
          refused: Refusal.nullable(),
        }),
      )
      .meta({ description: "The first rows" }),
    counts: z
      .object({
        ...{
          rows: Count,
          duplicates: Count,
          rejected: Count,
          created: Count,
          updated: Count,
          unchanged: Count,
        },
        open: Count.meta({ description: "Rows that rules leave open, which a model would be asked about" }),
        complete: z.boolean().meta({ description: "false: only the first rows were counted" }),
      })
      .meta({ description: "A dry run: rows = duplicates + rejected + created + updated + unchanged" }),
    model: z
      .object({
        name: z.string(),
        calls: Count,
        costUsd: z.number().meta({ description: "An estimate for the whole file" }),
      })
      .nullable()
      .meta({ description: "null: no model would be asked" }),
  })
  .meta({ id: "LeadPreview" });

export const CatalogPreview = z
  .object({
    kind: z.literal("catalog"),
    fileName: z.string(),
    reading: Reading,
    codeColumn: z.string().nullable().meta({ description: "The column of the codes; null: none was found" }),
    rows: z.array(
      z.object({
        row: Count,
        cells: z.array(z.string()),
        code: z.string().nullable(),
        kind: z.string().nullable(),
        refused: Refusal.nullable(),
      }),
    ),
    counts: z.object({
      ...{ rows: Count, duplicates: Count, rejected: Count, products: Count },
      fresh: Count.meta({ description: "Products that are known well enough, and not paid for" }),
      complete: z.boolean(),
    }),
    tokens: z.object({
      needed: Count.meta({ description: "At most" }),
      left: z.number().nullable(),
      perMinute: z.number().nullable(),
      readyAt: z.number().nullable().meta({ description: "When they will have been enough" }),
    }),
    catalogId: z.string().meta({ description: "What the file's name makes of it" }),
  })
  .meta({ id: "CatalogPreview" });

const LeadChoice = z.strictObject({
  kind: z.literal("leads"),
  country: ImportOptions.shape.country.optional().meta({ type: "string" }),
  mode: ImportOptions.shape.mode.optional(),
  columns: z
    .record(z.string().max(300), z.enum(COLUMN_TARGETS))
    .optional()
    .meta({ description: "Column name or #3 to target; what is remembered where not given" }),
  maxCostUsd: ImportOptions.shape.maxCostUsd.optional(),
});

const CatalogChoice = z.strictObject({
  kind: z.literal("catalog"),
  catalogId: CatalogOptions.shape.catalogId.optional(),
  marketplace: CatalogOptions.shape.marketplace.optional(),
  codeColumn: CatalogOptions.shape.codeColumn.optional(),
  sample: CatalogOptions.shape.sample.optional(),
});

export const PreviewChoice = z
  .discriminatedUnion("kind", [LeadChoice, CatalogChoice])
  .meta({ id: "PreviewChoice" });

export const createPreview = createRoute({
  method: "post",
  path: "/api/previews",
  operationId: "createPreview",
  summary: "Begins a preview: answers where its file is to be sent. Nothing is imported",
  tags: ["previews"],
  ...eitherScope,
  request: { body: jsonBody(PreviewRequest) },
  responses: { 201: json(PreviewTicket, "Where to send the file"), ...COMMON_PROBLEMS, ...BODY_PROBLEMS },
});

/** On one machine alone, where it is the url of {@link PreviewTicket}. Its body is read as it comes, and so by no schema. */
export const sendPreviewFile = createRoute({
  method: "post",
  path: "/api/previews/{previewId}/file",
  operationId: "sendPreviewFile",
  summary: "Takes the file of a preview",
  tags: ["previews"],
  ...eitherScope,
  request: {
    params: PreviewParam,
    body: {
      required: true,
      content: {
        "multipart/form-data": {
          schema: z.record(z.string(), z.string()).meta({
            description: "The fields of the ticket as they were given, and last the file as `file`",
          }),
        },
      },
    },
  },
  responses: {
    204: { description: "It is there" },
    ...COMMON_PROBLEMS,
    ...problemResponses(404, 422),
  },
});

export const readPreview = createRoute({
  method: "post",
  path: "/api/previews/{previewId}/read",
  operationId: "readPreview",
  summary: "How the file would be read with these choices, what its first rows would become, and a dry run",
  tags: ["previews"],
  ...eitherScope,
  request: { params: PreviewParam, body: jsonBody(PreviewChoice) },
  responses: {
    200: json(z.discriminatedUnion("kind", [LeadPreview, CatalogPreview]), "The preview"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404),
  },
});

export const startPreview = createRoute({
  method: "post",
  path: "/api/previews/{previewId}/start",
  operationId: "startPreview",
  summary: "Makes the file an upload and starts its run; asked again it answers the same run",
  tags: ["previews"],
  ...eitherScope,
  request: { params: PreviewParam, body: jsonBody(PreviewChoice) },
  responses: {
    202: json(z.object({ runId: z.string() }), "It is begun; Location says where it is followed"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404),
  },
});

export const deletePreview = createRoute({
  method: "delete",
  path: "/api/previews/{previewId}",
  operationId: "deletePreview",
  summary: "Deletes the file of a preview",
  tags: ["previews"],
  ...eitherScope,
  request: { params: PreviewParam },
  responses: { 204: { description: "It is gone" }, ...COMMON_PROBLEMS },
});
