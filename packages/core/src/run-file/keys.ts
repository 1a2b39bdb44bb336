/** Where a run keeps its objects. Nothing under `runs/` triggers anything. */
export const runKeys = {
  rows: (runId: string) => `runs/${runId}/rows.jsonl`,
  batches: (runId: string) => `runs/${runId}/batches.jsonl`,
  rejected: (runId: string) => `runs/${runId}/rejected.jsonl`,
  rejects: (runId: string) => `runs/${runId}/rejects.csv`,
  retry: (runId: string, attempt: number) => `runs/${runId}/retry-${attempt}.jsonl`,
  standardised: (runId: string, batchId: string) => `runs/${runId}/standardised/${batchId}.jsonl`,
};

/** Where exports of a tenant's leads go. Nothing under `exports/` triggers anything. */
export function exportsOf(tenantId: string): string {
  return `exports/${tenantId}/`;
}

/** Where files of a tenant wait that somebody looks at before they are imported. Nothing under `previews/` triggers anything. */
export function previewsOf(tenantId: string): string {
  return `previews/${tenantId}/`;
}

/** Seven digits keep the order of ten million batches when compared as text. */
export function batchIdOf(index: number): string {
  return `b${String(index).padStart(7, "0")}`;
}

/** The place of a batch among those of its run, from 0: {@link batchIdOf} counts from 1. */
export function indexOfBatch(batchId: string): number {
  return Number(batchId.slice(1)) - 1;
}
