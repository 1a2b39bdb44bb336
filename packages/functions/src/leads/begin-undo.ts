import { beginUndo } from "@millrace/core/lead-import";
import { importDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";

export const handler = lambdaHandler("BeginUndo", (event) => beginUndo(event, importDeps()));
