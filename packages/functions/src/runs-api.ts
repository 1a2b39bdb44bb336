import { createApi } from "@millrace/api";
import { apiDeps, shopPorts } from "./customers/api-deps.ts";
import { hasShop } from "./customers/deps.ts";
import { httpHandler } from "./http.ts";
import { runPorts } from "./runs/ports.ts";

/**
 * Answers requests about files, runs and what they made; also the one for the whole API's document. Where there are no customers it does
 * without them: then a key's requests are not counted.
 */
export const handler = httpHandler("RunsApi", () =>
  createApi({ ...apiDeps(), runs: runPorts(), ...(hasShop() ? { shop: shopPorts() } : {}) }),
);
