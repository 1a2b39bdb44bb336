export * from "./aside.ts";
export * from "./cache.ts";
export * from "./entry.ts";
export * from "./event.ts";
export * from "./key.ts";
