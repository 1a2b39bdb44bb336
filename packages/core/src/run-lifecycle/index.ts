export { cancelRun } from "./cancel.ts";
export { closeRun } from "./close.ts";
export type { RunDeps } from "./deps.ts";
export { failRun } from "./fail.ts";
export { type Redrive, redriveDeadLetters } from "./redrive.ts";
export { registerUpload, type Upload } from "./register.ts";
export { ensureStarted, executionInput, executionName, retryRun, runOfExecution } from "./retry.ts";
