export { cancelRun, isCancellable } from "./cancel.ts";
export { closeRun } from "./close.ts";
export type { RunDeps } from "./deps.ts";
export { executionsOf, flowOfExecution, newestExecution, undoName } from "./executions.ts";
export { failRun } from "./fail.ts";
export { listRuns } from "./list.ts";
export { type Redrive, redriveDeadLetters } from "./redrive.ts";
export { registerUpload, Upload } from "./register.ts";
export {
  ensureStarted,
  executionName,
  isRetryable,
  retryRun,
  runOfExecution,
} from "./retry.ts";
