export { runKeys } from "./keys.ts";
export { rejectedRows } from "./rejects.ts";
export { RejectedRow } from "./row.ts";
