export * from "./columns.ts";
export * from "./fields.ts";
export * from "./identity.ts";
export * from "./raw.ts";
export * from "./standardise.ts";
