export * from "./cached.ts";
export * from "./deps.ts";
export * from "./entries.ts";
export * from "./read.ts";
export * from "./write.ts";
