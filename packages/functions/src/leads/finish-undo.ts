import { finishUndo } from "@millrace/core/lead-import";
import { importDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";

export const handler = lambdaHandler("FinishUndo", (event) => finishUndo(event, importDeps()));
