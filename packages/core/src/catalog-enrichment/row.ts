import * as z from "zod";
import { CODE_KINDS, type CodeIssue, type ProductCode } from "../product/index.ts";

/** A line of a catalog's `rows.jsonl`: a row that names a product first. */
export const CatalogRow = z.object({ row: z.number(), code: z.string(), kind: z.enum(CODE_KINDS) });
export type CatalogRow = z.infer<typeof CatalogRow> & ProductCode;

/** What is wrong with a row, as its uploader is told. */
export const CODE_MESSAGES: Record<CodeIssue, string> = {
  "code.missing": "there is no product code in this row",
  "code.damaged":
    "a spreadsheet has rounded this code: make the column text, put the code in again and export once more",
  "code.checkDigit": "the check digit does not fit: a digit of this code is mistyped",
  "code.invalid": "this is no ASIN, UPC, EAN or ISBN",
};
