/**
 * How many CSV documents of other parsers' suites come out row by row as those suites say: `node packages/core/scripts/score-csv.ts`.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { isError } from "../src/error.ts";
import { bufferSource, DEFAULT_LIMITS } from "../src/file/index.ts";
import { openText } from "../src/file/text/index.ts";
import { recogniseHeader } from "../src/lead/columns.ts";
import { CORPORA, printScored, type Scored, shareOf } from "./scored.ts";

const rowsOrObjects = z.array(z.union([z.array(z.string()), z.record(z.string(), z.string())]));
const documents = z.array(
  z.object({
    suite: z.string(),
    id: z.string(),
    input_b64: z.base64(),
    form: z.string(),
    expected: z.unknown(),
  }),
);
const cases = z.array(
  z.object({
    description: z.string(),
    input: z.string(),
    config: z.record(z.string(), z.unknown()).nullable(),
    expected: z.object({ data: z.array(z.array(z.unknown())) }).or(z.unknown()),
  }),
);

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(CORPORA, path), "utf8"));
}

async function rowsOf(bytes: Buffer, delimiter?: string): Promise<string[][]> {
  try {
    const workbook = await openText({
      source: bufferSource({ name: "document", bytes }),
      limits: DEFAULT_LIMITS,
      recognise: recogniseHeader,
      delimiter,
    });
    const rows: string[][] = [];
    for (const sheet of workbook.sheets) {
      for await (const { row, cells } of sheet.rows()) {
        while (rows.length < row - 1) rows.push([""]);
        rows.push(cells);
      }
    }
    return rows;
  } catch (error) {
    if (isError(error, "LeadFile.Empty")) return [];
    throw error;
  }
}

/** Rows as the document's own form has them: the first row as keys, or all as lists. */
function inForm(rows: string[][], expected: z.infer<typeof rowsOrObjects>, form: string): unknown[] {
  const [header = [], ...data] = rows;
  const objects = data.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ""])));
  return form === "objects" || (expected[0] !== undefined && !Array.isArray(expected[0])) ? objects : rows;
}

function sameRows(rows: unknown[], expected: readonly unknown[]): boolean {
  return JSON.stringify(rows) === JSON.stringify(expected);
}

/** Some suites count the nothing behind the last line end as a row. */
function withoutLastBlanks(rows: readonly unknown[]): readonly unknown[] {
  return rows.slice(0, rows.findLastIndex((row) => JSON.stringify(row) !== '[""]') + 1);
}

interface Document {
  id: string;
  bytes: Buffer;
  delimiter?: string | undefined;
  expected: unknown;
  form: string;
}

async function scored(what: string, documents: Document[]): Promise<Scored> {
  const misses: string[] = [];
  for (const { id, bytes, delimiter, expected, form } of documents) {
    const wanted = rowsOrObjects.parse(expected);
    const rows = inForm(await rowsOf(bytes, delimiter), wanted, form);
    if (sameRows(rows, wanted)) continue;
    const alike = sameRows([...withoutLastBlanks(rows)], withoutLastBlanks(wanted));
    const difference = `${JSON.stringify(rows)} instead of ${JSON.stringify(wanted)}`;
    misses.push(`${id}: ${alike ? "but for blank rows at the end" : difference}`.slice(0, 240));
  }
  return {
    what,
    cases: documents.length,
    score: shareOf({ cases: documents.length, wrong: misses.length }),
    misses,
  };
}

// Settings that Millrace has too, or that do not matter here.
const APPLICABLE = new Set(["delimiter", "newline"]);

export async function score(): Promise<Scored[]> {
  const conformance = documents
    .parse(await json("csv/conformance.json"))
    .filter(({ form }) => form !== "bad")
    .map(({ suite, id, input_b64, expected, form }) => ({
      id: `${suite} ${id}`,
      bytes: Buffer.from(input_b64, "base64"),
      expected,
      form,
    }));
  const papaparse = cases.parse(await json("csv/papaparse-cases.json")).flatMap((one) => {
    const expected = z.object({ data: rowsOrObjects }).safeParse(one.expected);
    const delimiter = one.config?.delimiter;
    const applies = Object.keys(one.config ?? {}).every((key) => APPLICABLE.has(key));
    if (!expected.success || !applies || (typeof delimiter === "string" && delimiter.length !== 1)) return [];
    return [
      {
        id: one.description,
        bytes: Buffer.from(one.input),
        delimiter: typeof delimiter === "string" && delimiter !== "\n" ? delimiter : undefined,
        expected: expected.data.data,
        form: "rows",
      },
    ];
  });
  return [
    await scored("CSV documents: rows exact", conformance),
    await scored("CSV, Papa Parse's cases whose settings apply", papaparse),
  ];
}

if (import.meta.main) await printScored(score);
