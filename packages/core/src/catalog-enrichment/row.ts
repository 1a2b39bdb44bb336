import * as z from "zod";
import { CODE_KINDS, type CodeIssue, type ProductCode } from "../product/index.ts";
import { say } from "../sentence/index.ts";

/** A line of a catalog's `rows.jsonl`: a row that names a product first. */
export const CatalogRow = z.object({ row: z.number(), code: z.string(), kind: z.enum(CODE_KINDS) });
export type CatalogRow = z.infer<typeof CatalogRow> & ProductCode;

/** What is wrong with a row, as its uploader is told. */
export const CODE_MESSAGES: Record<CodeIssue, string> = {
  "code.missing": say("code.missing"),
  "code.damaged": say("code.damaged"),
  "code.checkDigit": say("code.checkDigit"),
  "code.invalid": say("code.invalid"),
};
