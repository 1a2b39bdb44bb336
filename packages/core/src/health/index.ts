export * from "./failures.ts";
export * from "./report.ts";
