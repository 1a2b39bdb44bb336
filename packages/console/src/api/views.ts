import type { getLead, getRun, listBatches, listLeads, listProducts } from "@millrace/api/contract";
import type { AnswerOf } from "./route-types.ts";

export type RunView = AnswerOf<typeof getRun>;
export type LeadRunView = Extract<RunView, { flow: "lead-import" }>;
export type CatalogRunView = Extract<RunView, { flow: "catalog-enrichment" }>;
export type BatchView = AnswerOf<typeof listBatches>["items"][number];
export type ProductPage = AnswerOf<typeof listProducts>;
export type LeadView = AnswerOf<typeof listLeads>["items"][number];
export type LeadHistory = AnswerOf<typeof getLead>["history"];
export type LeadField = keyof LeadView["fields"];
