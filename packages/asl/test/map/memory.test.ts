import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/**
 * The engine and its libraries alone take about 15 MB; the records of 60,000 children written out take 36 MB as text, and
 * several times that as objects.
 */
const HEAP_MB = 40;

const ITEMS = 60_000;

test(`a Distributed Map over ${ITEMS} items whose results are written to objects fits into a heap of ${HEAP_MB} MB`, async () => {
  const script = fileURLToPath(new URL("large-map.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    `--max-old-space-size=${HEAP_MB}`,
    "--no-warnings",
    script,
    String(ITEMS),
  ]);
  const outcome = JSON.parse(stdout) as { status: string; children: number; written: number };
  expect(outcome).toMatchObject({ status: "SUCCEEDED", children: ITEMS });
  expect(outcome.written).toBeGreaterThan(ITEMS * 300);
});
