export * from "./client.ts";
export * from "./environment.ts";
export * from "./error.ts";
export * from "./marketplace.ts";
export { decodeSeries, keepaTime, type Point, SERIES, type SeriesName } from "./series.ts";
