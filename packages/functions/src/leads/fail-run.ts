import { failRun } from "@millrace/core/run-lifecycle";
import { importDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";

export const handler = lambdaHandler("FailRun", (event) => failRun(event, importDeps()));
