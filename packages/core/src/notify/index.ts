export * from "./digest.ts";
export * from "./log-notifier.ts";
export * from "./notifier.ts";
