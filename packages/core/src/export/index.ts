export * from "./csv.ts";
export * from "./formula.ts";
export * from "./leads.ts";
export * from "./products.ts";
