export { isbn10Of } from "./check-digit.ts";
export * from "./code.ts";
export * from "./columns.ts";
export * from "./outcome.ts";
export * from "./pages.ts";
export * from "./product.ts";
export * from "./sample.ts";
export * from "./source.ts";
export * from "./store.ts";
