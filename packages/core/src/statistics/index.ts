export * from "./load.ts";
export * from "./message.ts";
export * from "./phone.ts";
export * from "./preload.ts";
export * from "./query.ts";
export * from "./read.ts";
export * from "./settings.ts";
export * from "./statistics.ts";
