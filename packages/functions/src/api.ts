import { createApi } from "@millrace/api";
import { apiDeps, shopPorts } from "./customers/api-deps.ts";
import { httpHandler } from "./http.ts";

/** Answers requests about customers. */
export const handler = httpHandler("Api", () => createApi({ ...apiDeps(), shop: shopPorts() }));
