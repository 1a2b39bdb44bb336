import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as XLSX from "xlsx";
import { bytesOf, fileSource, openTable } from "../../src/file/index.ts";
import { say } from "../../src/sentence/index.ts";
import { all, cellsOf, open, recognise, source } from "./read.ts";

type Rows = (string | number)[][];

function workbook(sheets: { name: string; rows: Rows; hidden?: boolean }[], bookType: XLSX.BookType): Buffer {
  const book = XLSX.utils.book_new();
  for (const { name, rows } of sheets)
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), name);
  book.Workbook = { Sheets: sheets.map(({ hidden }) => ({ Hidden: hidden === true ? 1 : 0 })) };
  const bytes: unknown = XLSX.write(book, { type: "buffer", bookType });
  if (!Buffer.isBuffer(bytes)) throw new TypeError("no buffer");
  return bytes;
}

const LEADS: Rows = [
  ["name", "email"],
  ["Ana", "ana@example.com"],
];

describe("the rows of a table", () => {
  const text =
    "Leads of May\n\nname,email,city\nAna,ana@example.com,Lima\n,,\nName,Email,City\n" +
    '"Bob\nJr.",bob@example.com\nCid,cid@example.com,Cali,more\nDan,dan@example.com,Quito,,\n\n';

  it("are numbered as a spreadsheet shows them and come without preamble, blank rows and repeated headers", async () => {
    const table = await open(text);
    expect(table.headerRow).toBe(3);
    expect((await all(table.rows())).map(({ row, cells }) => [row, cells[0]])).toEqual([
      [4, "Ana"],
      [7, "Bob\nJr."],
      [8, "Cid"],
      [9, "Dan"],
    ]);
    expect(table.skipped()).toEqual({ blank: 3, preamble: 1, repeatedHeader: 1 });
  });

  it("are kept where they are shorter or longer than the header, and counted", async () => {
    const table = await open(text);
    expect((await cellsOf(table)).map(({ length }) => length)).toEqual([3, 2, 4, 5]);
    expect(table.ragged()).toEqual({ short: 1, long: 1 });
  });

  it("are the same each time they are read, and so are the counts", async () => {
    const table = await open(text);
    const first = await all(table.rows());
    const counts = [table.skipped(), table.ragged()];
    expect(await all(table.rows())).toEqual(first);
    expect([table.skipped(), table.ragged()]).toEqual(counts);
  });

  it("may be left before their end, and read again", async () => {
    const table = await open(`name,email\n${"Ana,ana@example.com\n".repeat(50_000)}`);
    for await (const _ of table.rows()) break;
    expect(await all(table.rows())).toHaveLength(50_000);
  });

  it("have every cell where columns are called __proto__ or alike", async () => {
    const table = await open("__proto__,constructor,email\na,b,c@example.com\n");
    expect(table.header).toEqual(["__proto__", "constructor", "email"]);
    expect(await cellsOf(table)).toEqual([["a", "b", "c@example.com"]]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it("keep names of columns that are empty or there twice", async () => {
    expect((await open("name,,name,email,\na,b,c,d@example.com,\n")).header).toEqual([
      "name",
      "",
      "name",
      "email",
      "",
    ]);
  });

  it("are there without a header, which is said", async () => {
    const table = await open("Ana,ana@example.com\nBob,bob@example.com\n");
    expect([table.headerRow, table.header]).toEqual([null, ["Column 1", "Column 2"]]);
    expect(await cellsOf(table)).toHaveLength(2);
    expect(table.notes.join()).toMatch(/no header/);
  });

  it("can be none", async () => {
    expect(await cellsOf(await open("name,email\n"))).toEqual([]);
  });

  it("count every row of any text once", async () => {
    const line = fc.constantFrom(
      "",
      ",,",
      "name,email,city",
      "Ana,ana@example.com,Lima",
      "Bob,bob@example.com",
      "x",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), async (lines) => {
        fc.pre(lines.some((line) => line.replaceAll(",", "") !== ""));
        const table = await open(lines.map((line) => `${line}\n`).join(""));
        const rows = await all(table.rows());
        const { blank, preamble, repeatedHeader } = table.skipped();
        const header = table.headerRow === null ? 0 : 1;
        expect(rows.length + blank + preamble + repeatedHeader + header).toBe(lines.length);
        for (const { row, cells } of rows) expect(cells.join(",")).toBe(lines[row - 1]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a file", () => {
  it.each([
    ["csv", "text", Buffer.from("name,email\nAna,ana@example.com\n")],
    ["xlsx", "an .xlsx workbook", workbook([{ name: "Leads", rows: LEADS }], "xlsx")],
    ["xls", "an .xls workbook", workbook([{ name: "Leads", rows: LEADS }], "biff8")],
    ["xls", "a workbook in XML of 2003", workbook([{ name: "Leads", rows: LEADS }], "xlml")],
    ["xls", "a bare sheet of Excel 2", workbook([{ name: "Leads", rows: LEADS }], "biff2")],
    ["ods", "an .ods workbook", workbook([{ name: "Leads", rows: LEADS }], "ods")],
    ["xlsb", "an .xlsb workbook", workbook([{ name: "Leads", rows: LEADS }], "xlsb")],
    ["html", "a web page", workbook([{ name: "Leads", rows: LEADS }], "html")],
    [
      "html",
      "a web page in UTF-16",
      Buffer.from("\ufeff<table><tr><td>name<td>email<tr><td>Ana<td>ana@example.com</table>", "utf16le"),
    ],
  ])("is read as %s by what it is, whatever its name: %s", async (format, _, bytes) => {
    const table = await open(bytes, { name: "leads.xls" });
    expect(table.format).toBe(format);
    expect(await cellsOf(table)).toEqual([["Ana", "ana@example.com"]]);
    expect(table.headerRow).toBe(1);
  });

  it("is read from the disk as from memory", async () => {
    const folder = await mkdtemp(join(tmpdir(), "millrace-"));
    try {
      const path = join(folder, "leads.csv");
      const text = `name,email\n${"Zoë,zoe@example.com\n".repeat(10_000)}`;
      await writeFile(path, text);
      const file = await fileSource(path);
      expect([file.name, file.size]).toEqual(["leads.csv", Buffer.byteLength(text)]);
      expect((await bytesOf(file, { start: 5, end: 10 })).toString()).toBe("email");
      expect((await bytesOf(file, { start: 5, end: 5 })).toString()).toBe("");
      expect(await cellsOf(await openTable({ source: file, recognise }))).toHaveLength(10_000);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("the sheet", () => {
  const summary = {
    name: "Summary",
    rows: [
      ["Total", "Share"],
      [120, "5 %"],
    ],
  };
  const leads = { name: "May", rows: LEADS };

  it.each([
    ["the first with known column names", [summary, leads], "May"],
    ["the first of several with leads", [leads, { name: "June", rows: LEADS }], "May"],
    [
      "one without a header but with addresses",
      [summary, { name: "List", rows: [["ana@example.com"]] }],
      "List",
    ],
    ["one that is shown rather than a hidden one", [{ ...leads, name: "Old", hidden: true }, leads], "May"],
    ["a hidden one where no other has leads", [summary, { ...leads, hidden: true }], "May"],
    ["not a blank one", [{ name: "Blank", rows: [] }, leads], "May"],
    ["the first where none has leads", [summary, { name: "Other", rows: [["a", "b"]] }], "Summary"],
  ])("is %s", async (_, sheets, name) => {
    expect((await open(workbook(sheets, "xlsx"))).sheet).toBe(name);
  });

  it("is named, and so are those that are not read", async () => {
    const table = await open(workbook([summary, leads], "xlsx"));
    expect(table.notes).toContain(say("note.sheets", { sheet: "May", others: "Summary" }));
  });

  it("is the one the user names", async () => {
    const bytes = workbook([leads, summary], "xlsx");
    expect((await open(bytes, { sheet: "summary" })).sheet).toBe("Summary");
    await expect(open(bytes, { sheet: "June" })).rejects.toThrow(
      'has no sheet "June": it has "May", "Summary"',
    );
  });

  it("is refused where all are blank", async () => {
    const bytes = workbook([{ name: "Blank", rows: [] }], "xlsx");
    await expect(openTable({ source: source(bytes), recognise })).rejects.toMatchObject({
      name: "LeadFile.Empty",
    });
  });
});
