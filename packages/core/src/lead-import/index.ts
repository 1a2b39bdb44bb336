export type { ImportDeps } from "./deps.ts";
export { exportLeads, type LeadExport } from "./export-leads.ts";
export { type Erasure, forgetLead } from "./forget.ts";
export { parseFile } from "./parse-file.ts";
export { columnReports, judgeRow, type LeadReading, notesOf, openLeads } from "./reading.ts";
export { recordBatchFailure } from "./record-batch-failure.ts";
export { isOpen, standardizeLeads } from "./standardize-leads.ts";
export { summarizeRun } from "./summarize-run.ts";
export { type RunSummary, summaryOf } from "./summary.ts";
export {
  beginUndo,
  finishUndo,
  isUndoable,
  previewUndo,
  type UndoPreview,
  undoBatch,
  undoRun,
} from "./undo.ts";
export { type UpsertOutput, upsertLeads } from "./upsert-leads.ts";
