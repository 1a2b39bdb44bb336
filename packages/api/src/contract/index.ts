export * from "./cache.ts";
export * from "./catalogs.ts";
export * from "./execution.ts";
export * from "./health.ts";
export * from "./leads.ts";
export * from "./previews.ts";
export * from "./runs.ts";
export * from "./session.ts";
