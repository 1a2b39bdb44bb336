export { runKeys } from "./keys.ts";
export { rejectedRows } from "./rejects.ts";
