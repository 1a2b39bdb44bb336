export * from "./cache.ts";
export * from "./chat.ts";
export { MODEL_FIELDS } from "./lead/prompt.ts";
export * from "./lead/standardise.ts";
export * from "./limit.ts";
export * from "./model.ts";
export * from "./prices.ts";
export * from "./retry.ts";
export * from "./retry-after.ts";
