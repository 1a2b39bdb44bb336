export * from "./order.ts";
export * from "./run.ts";
export * from "./store.ts";
