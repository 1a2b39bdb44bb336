import { createRoute } from "@hono/zod-openapi";
import { LEAD_FIELDS, LeadFields } from "@millrace/core/lead";
import { PageQuery } from "@millrace/core/shop";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import {
  BODY_PROBLEMS,
  COMMON_PROBLEMS,
  Download,
  json,
  jsonBody,
  pageSchema,
  secured,
} from "../route/common.ts";
import { Told } from "./told.ts";

export const LeadView = z
  .object({
    leadId: z.string(),
    fields: LeadFields,
    sourceFile: z.string(),
    row: z.int(),
    runId: z.string(),
    createdAt: z.number(),
    updatedAt: z.number(),
  })
  .meta({ id: "Lead" });

export const LeadHistory = z
  .object({
    lead: LeadView,
    history: z
      .array(
        z.object({
          ...{ at: z.number(), runId: z.string(), sourceFile: z.string(), row: z.int() },
          fields: LeadFields,
          by: z
            .partialRecord(z.enum(LEAD_FIELDS), z.string())
            .meta({ description: "The rule, column or model that gave each field" }),
          issues: z.array(Told).meta({ description: "What was noticed of the row" }),
          fieldsChanged: z.array(z.enum(LEAD_FIELDS)),
          current: z.boolean().meta({ description: "Whether the lead is as this row says" }),
        }),
      )
      .meta({ description: "Every row that ever spoke for the lead, newest upload first" }),
  })
  .meta({ id: "LeadHistory" });

export const listLeads = createRoute({
  method: "get",
  path: "/api/leads",
  operationId: "listLeads",
  summary:
    "Leads. Looks through some thousands for each page: with a search a page may hold few or none and yet have a nextCursor",
  tags: ["leads"],
  ...secured("leads:read"),
  request: {
    query: PageQuery.extend({
      search: z.string().trim().max(200).optional().meta({
        description:
          "Every word somewhere in names, title, company, e-mail, phone or remarks, whatever the case and accents; a whole e-mail address is found at once",
      }),
      runId: z
        .string()
        .max(80)
        .optional()
        .meta({ description: "Only leads whose newest row is of this run" }),
    }),
  },
  responses: {
    200: json(
      pageSchema(LeadView)
        .extend({ looked: z.int().meta({ description: "Leads looked through for this page" }) })
        .meta({ id: "LeadPage" }),
      "A page",
    ),
    ...COMMON_PROBLEMS,
    ...problemResponses(422),
  },
});

export const getLead = createRoute({
  method: "get",
  path: "/api/leads/{leadId}",
  operationId: "getLead",
  summary: "A lead and its history: which file, row and rule or model gave each field",
  tags: ["leads"],
  ...secured("leads:read"),
  request: {
    params: z.object({
      leadId: z
        .string()
        .max(80)
        .meta({ param: { name: "leadId", in: "path" } }),
    }),
  },
  responses: { 200: json(LeadHistory, "The lead"), ...COMMON_PROBLEMS, ...problemResponses(404) },
});

export const exportLeads = createRoute({
  method: "post",
  path: "/api/leads/exports",
  operationId: "exportLeads",
  summary:
    "Writes all leads as a CSV that is safe in a spreadsheet and can be imported again; answers where it is",
  tags: ["leads"],
  ...secured("leads:read"),
  request: {
    body: jsonBody(z.strictObject({ format: z.enum(["csv"]).default("csv") }).meta({ id: "LeadExport" })),
  },
  responses: {
    200: json(Download.extend({ leads: z.int() }).meta({ id: "WrittenLeadExport" }), "Where it is"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
  },
});

export const downloadExport = createRoute({
  method: "get",
  path: "/api/leads/exports/{fileName}",
  operationId: "downloadExport",
  summary: "A CSV that exportLeads has written, where the API sends it itself: on one machine",
  tags: ["leads"],
  ...secured("leads:read"),
  request: {
    params: z.object({
      fileName: z
        .string()
        .regex(/^[0-9TZ-]{1,40}\.csv$/)
        .meta({ param: { name: "fileName", in: "path" }, example: "2026-11-22T10-00-00-000Z.csv" }),
    }),
  },
  responses: {
    200: { description: "The leads", content: { "text/csv": { schema: z.string() } } },
    ...COMMON_PROBLEMS,
    ...problemResponses(404),
  },
});
