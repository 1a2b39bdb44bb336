export * from "./ledger.ts";
export * from "./over.ts";
export { GRACE_MS, LedgerState, NEW_LEDGER } from "./state.ts";
export type { Change } from "./turns.ts";
