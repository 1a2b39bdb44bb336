import { afterEach, beforeEach, vi } from "vitest";

/** What a function writes to its log while a test runs: Powertools writes by the console, in Lambda and here. */
export function logLines(): () => Record<string, unknown>[] {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.stubEnv("POWERTOOLS_DEV", "true");
    const keep = (chunk: unknown) => {
      lines.push(...String(chunk).split("\n"));
      return true;
    };
    vi.spyOn(process.stdout, "write").mockImplementation(keep);
    vi.spyOn(process.stderr, "write").mockImplementation(keep);
    for (const level of ["info", "warn", "error", "log", "debug"] as const) {
      vi.spyOn(console, level).mockImplementation(keep);
    }
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });
  return () => lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
}
