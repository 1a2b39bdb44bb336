import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as XLSX from "xlsx";
import { DEFAULT_LIMITS } from "../../src/file/limits.ts";
import { bufferSource } from "../../src/file/source.ts";
import { openXlsx } from "../../src/file/workbook/index.ts";
import { cellsOf, openBytes, rowOf, rowsOf, xlsx } from "./workbook-fixture.ts";

describe("the text of a cell", () => {
  it.each([
    ["a whole number", "<c><v>3001234567</v></c>", "3001234567"],
    ["a number written with an exponent", "<c><v>3.001234567E9</v></c>", "3001234567"],
    ["a number longer than a double", "<c><v>57300123456712345678</v></c>", "57300123456712345678"],
    ["a decimal", "<c><v>12.5</v></c>", "12.5"],
    ["a padded number", '<c s="1"><v>1234</v></c>', "01234"],
    ["a date", '<c s="2"><v>39149</v></c>', "2007-03-08"],
    ["a date in ISO", '<c t="d"><v>2007-03-08T00:00:00</v></c>', "2007-03-08"],
    ["a date in ISO with its style", '<c t="d" s="2"><v>2007-03-08T14:30:00Z</v></c>', "2007-03-08"],
    ["a date in ISO with a time", '<c t="d"><v>2007-03-08T14:30:00</v></c>', "2007-03-08 14:30:00"],
    ["true", '<c t="b"><v>1</v></c>', "TRUE"],
    ["false", '<c t="b"><v>0</v></c>', "FALSE"],
    ["an error", '<c t="e"><v>#N/A</v></c>', "#N/A"],
    ["a formula's text", '<c t="str"><f>A1&amp;"x"</f><v>ax</v></c>', "ax"],
    ["a formula's number", "<c><f>1+1</f><v>2</v></c>", "2"],
    ["an inline string", '<c t="inlineStr"><is><t>José &amp; Cía</t></is></c>', "José & Cía"],
    ["inline rich text", '<c t="inlineStr"><is><r><t>Jo</t></r><r><t>sé</t></r></is></c>', "José"],
    ["an inline string in CDATA", '<c t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c>', "a<b"],
    ["an inline string in a value", '<c t="inlineStr"><v>plain</v></c>', "plain"],
    ["a line break as an escape", '<c t="inlineStr"><is><t>a_x000D_\nb</t></is></c>', "a\nb"],
    ["an escaped escape", '<c t="inlineStr"><is><t>a_x005F_x000D_</t></is></c>', "a_x000D_"],
    ["a shared string", '<c t="s"><v>0</v></c>', "plain"],
    ["shared rich text", '<c t="s"><v>1</v></c>', "rich text"],
    ["a shared string without its furigana", '<c t="s"><v>2</v></c>', "東京"],
    ["a shared string with white space kept", '<c t="s"><v>3</v></c>', " kept "],
    ["a shared string with white space around it", '<c t="s"><v>4</v></c>', "dropped"],
    ["a shared text with runs beside it", '<c t="s"><v>5</v></c>', "text"],
    ["an unknown style", '<c s="99"><v>7</v></c>', "7"],
    ["__proto__", '<c t="inlineStr"><is><t>__proto__</t></is></c>', "__proto__"],
  ])("%s", async (_kind, cell, text) => {
    const strings =
      "<si><t>plain</t></si><si><r><t>rich</t></r><r><rPr/><t xml:space='preserve'> text</t></r></si>" +
      "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si><si><t xml:space='preserve'> kept </t></si><si><t> dropped </t></si>" +
      "<si><t>text</t><r><t>run</t></r></si>";
    expect(await rowOf(cell, { strings, formats: ["00000", "m/d/yy"] })).toEqual([text]);
  });

  it("of many shared strings is the right one, however long they are", async () => {
    const texts = Array.from({ length: 70_000 }, (_, i) =>
      i % 10_000 === 0 ? "é".repeat(30_000) : `text ${i}`,
    );
    const numbers = [0, 1, 9_999, 10_000, 65_535, 65_536, 69_999];
    const cells = numbers.map((i) => `<c t="s"><v>${i}</v></c>`).join("");
    const strings = texts.map((text) => `<si><t>${text}</t></si>`).join("");
    expect(await rowOf(cells, { strings })).toEqual(numbers.map((i) => texts[i]));
  });
});

describe("places", () => {
  it("follow references, gaps included", async () => {
    expect(await cellsOf({ rows: '<row r="1"><c r="B1"><v>1</v></c><c r="D1"><v>2</v></c></row>' })).toEqual([
      ["", "1", "", "2"],
    ]);
  });

  it("count on where there are none", async () => {
    const book = await openBytes({
      bytes: await xlsx({
        rows: '<row><c><v>1</v></c><c r="C1"><v>3</v></c><c><v>4</v></c></row><row r="7"><c><v>5</v></c></row><row><c><v>6</v></c></row>',
      }),
    });
    expect(await rowsOf({ book })).toEqual([
      { row: 1, cells: ["1", "", "3", "4"] },
      { row: 7, cells: ["5"] },
      { row: 8, cells: ["6"] },
    ]);
  });

  it("reach to the last cell of a sheet", async () => {
    const rows =
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>';
    const [first, last] = await rowsOf({ book: await openBytes({ bytes: await xlsx({ rows }) }) });
    expect(first).toEqual({ row: 1, cells: ["1"] });
    expect(last?.row).toBe(1_048_576);
    expect(last?.cells.length).toBe(16_384);
    expect(last?.cells.at(-1)).toBe("2");
  });

  it("of merged cells hold the value in the first", async () => {
    const rows = '<row><c r="A1"><v>1</v></c><c r="B1"/><c r="C1"><v>2</v></c></row><row><c r="A2"/></row>';
    expect(await cellsOf({ rows, tail: '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>' })).toEqual([
      ["1", "", "2"],
    ]);
  });

  it("leave out rows without text", async () => {
    expect(await cellsOf({ rows: '<row r="1"><c r="A1" s="1"/></row><row r="2"/>' })).toEqual([]);
  });
});

describe("links", () => {
  const rel = (target: string) => ({
    "xl/worksheets/_rels/sheet1.xml.rels": `<Relationships><Relationship Id="rId1" Type="http://x/hyperlink" Target="${target}" TargetMode="External"/></Relationships>`,
  });
  const tail = '<hyperlinks><hyperlink ref="B1" r:id="rId1"/></hyperlinks>';

  it.each([
    [
      "an empty cell reads the address it links to",
      '<c r="A1"><v>1</v></c><c r="B1"/>',
      "mailto:j@x.co?subject=Hi",
      "j@x.co",
    ],
    ["a cell with text keeps its text", '<c r="B1" t="str"><v>Jane</v></c>', "mailto:j@x.co", "Jane"],
    ["a link to a page is no text", '<c r="A1"><v>1</v></c><c r="B1"/>', "https://x.co", undefined],
  ])("%s", async (_rule, cells, target, text) => {
    expect((await rowOf(cells, { tail, parts: rel(target) }))[1]).toBe(text);
  });
});

describe("sheets", () => {
  it("come in workbook order by their relationships, hidden ones marked, charts without rows", async () => {
    const sheet = (value: number) =>
      `<worksheet><sheetData><row><c><v>${value}</v></c></row></sheetData></worksheet>`;
    const book = await openBytes({
      bytes: await xlsx({
        workbook: `<sheets><sheet name="Second" sheetId="9" r:id="rId2"/><sheet name="Chart" sheetId="3" r:id="rId3"/>
          <sheet name="First" sheetId="1" state="hidden" r:id="rId1"/><sheet name="__proto__" sheetId="4" state="veryHidden" r:id="rId4"/></sheets>`,
        workbookRels: `<Relationship Id="rId2" Type="http://x/worksheet" Target="../xl/worksheets/Other.xml"/>
          <Relationship Id="rId3" Type="http://x/chartsheet" Target="chartsheets/sheet1.xml"/>
          <Relationship Id="rId4" Type="http://x/worksheet" Target="\\xl\\worksheets\\a%20b.xml"/>`,
        rows: "<row><c><v>1</v></c></row>",
        parts: {
          "xl/worksheets/other.xml": sheet(2),
          "xl/chartsheets/sheet1.xml": "<chartsheet/>",
          "xl/worksheets/a b.xml": sheet(4),
        },
      }),
    });
    const read = await Promise.all(
      book.sheets.map(async ({ name, hidden }, sheet) => [
        name,
        hidden,
        (await rowsOf({ book, sheet }))[0]?.cells[0],
      ]),
    );
    expect(read).toEqual([
      ["Second", false, "2"],
      ["Chart", false, undefined],
      ["First", true, "1"],
      ["__proto__", true, "4"],
    ]);
  });

  it("are read with any namespace prefix", async () => {
    const parts = {
      "xl/workbook.xml":
        '<x:workbook xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:q="http://purl.oclc.org/ooxml/officeDocument/relationships"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="S" sheetId="1" q:id="rId1"/></x:sheets></x:workbook>',
      "xl/worksheets/sheet1.xml":
        '<x:worksheet xmlns:x="s"><x:sheetData><x:row r="1"><x:c r="A1" s="1"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    };
    expect(await cellsOf({ parts, formats: ["yyyy-mm-dd"] })).toEqual([["1904-01-01"]]);
  });

  it("are read in UTF-16 and with a byte order mark", async () => {
    const sheet = "<worksheet><sheetData><row><c t='str'><v>ñ</v></c></row></sheetData></worksheet>";
    const utf16 = Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${sheet}`, "utf16le");
    expect(await cellsOf({ parts: { "xl/worksheets/sheet1.xml": utf16 } })).toEqual([["ñ"]]);
    expect(await cellsOf({ parts: { "xl/worksheets/sheet1.xml": `\ufeff${sheet}` } })).toEqual([["ñ"]]);
  });

  it("give the same rows each time", async () => {
    const book = await openBytes({ bytes: await xlsx({ rows: "<row><c><v>1</v></c></row>".repeat(3) }) });
    expect(await rowsOf({ book })).toEqual(await rowsOf({ book }));
  });
});

describe("a large workbook", () => {
  const rows = Array.from(
    { length: 40_000 },
    (_, i) => `<row><c><v>${i}</v></c><c><v>${(i * 7919) % 104_729}</v></c></row>`,
  );

  it("is read as a stream that closes when the reader leaves", async () => {
    const memory = bufferSource({ name: "large.xlsx", bytes: await xlsx({ rows: rows.join("") }) });
    const streams: { destroyed: boolean; bytes: number }[] = [];
    const source = {
      ...memory,
      stream: (range?: { start: number; end: number }) => {
        const stream = memory.stream(range);
        const seen = { destroyed: false, bytes: 0 };
        streams.push(seen);
        stream.on("close", () => {
          seen.destroyed = true;
        });
        return stream;
      },
    };
    const book = await openXlsx({ source, limits: DEFAULT_LIMITS });
    expect(streams.length).toBeLessThanOrEqual(7);
    for await (const { row } of book.sheets[0]?.rows() ?? []) if (row === 3) break;
    await new Promise(setImmediate);
    expect(streams.every(({ destroyed }) => destroyed)).toBe(true);
  });

  it("has every row once, in order", async () => {
    const read = await rowsOf({ book: await openBytes({ bytes: await xlsx({ rows: rows.join("") }) }) });
    expect(read.length).toBe(40_000);
    expect(read.every(({ row, cells }, i) => row === i + 1 && cells[0] === String(i))).toBe(true);
  });
});

it("reads back what another library writes", async () => {
  const cell = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => text.trim()),
    fc.integer({ min: -1e12, max: 1e12 }),
    fc.boolean(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }),
      fc.boolean(),
      async (grid, bookSST) => {
        const book = { SheetNames: ["S"], Sheets: { S: XLSX.utils.aoa_to_sheet(grid) } };
        const bytes: Uint8Array = XLSX.write(book, {
          type: "buffer",
          bookType: "xlsx",
          bookSST,
          compression: true,
        });
        const read = await rowsOf({ book: await openBytes({ bytes }) });
        const expected = grid
          .map((cells, i) => ({ row: i + 1, cells: trimEnd(cells.map(asText)) }))
          .filter(({ cells }) => cells.length > 0);
        expect(read).toEqual(expected);
      },
    ),
    { numRuns: 150 },
  );
});

function asText(value: string | number | boolean): string {
  return typeof value === "boolean" ? String(value).toUpperCase() : String(value).replace(/\r\n?/g, "\n");
}

function trimEnd(cells: string[]): string[] {
  return cells.slice(0, cells.findLastIndex((text) => text !== "") + 1);
}
