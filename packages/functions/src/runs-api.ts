import { createApi } from "@millrace/api";
import { apiDeps } from "./customers/api-deps.ts";
import { httpHandler } from "./http.ts";
import { runPorts } from "./runs/ports.ts";

/** Answers requests about files, runs and what they made; also the one for the whole API's document. */
export const handler = httpHandler("RunsApi", () => createApi({ ...apiDeps(), runs: runPorts() }));
