export { type GridPiece, type GridWatch, readGrid, watchGrid } from "./grid.ts";
export { batchIdOf, exportsOf, indexOfBatch, runKeys } from "./keys.ts";
export { listRejects, type RejectSummary, summarizeRejects } from "./reject-list.ts";
export { rejectedRows, rejectsAsCsv } from "./rejects.ts";
export { RejectedRow } from "./row.ts";
