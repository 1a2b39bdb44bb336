/** One reason why a definition would be refused, and where it stands. */
export type ValidationIssue = { path: string; code: string; message: string };

export function validate(_definition: unknown): ValidationIssue[] {
  throw new Error("not written yet");
}
