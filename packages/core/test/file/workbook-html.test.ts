import { describe, expect, it } from "vitest";
import { openHtml } from "../../src/file/html.ts";
import { DEFAULT_LIMITS } from "../../src/file/limits.ts";
import { bufferSource } from "../../src/file/source.ts";
import { rowsOf } from "./workbook-fixture.ts";

function open(html: string | Buffer) {
  return openHtml({
    source: bufferSource({ name: "leads.xls", bytes: Buffer.from(html) }),
    limits: DEFAULT_LIMITS,
  });
}

async function cells(html: string | Buffer): Promise<string[][]> {
  return (await rowsOf({ book: await open(html) })).map((row) => row.cells);
}

describe("a table of a web page", () => {
  it.each<[string, string, string[][]]>([
    [
      "keeps numbers as they are written",
      "<tr><td>00573001234567<td>3.0<td>1,5",
      [["00573001234567", "3.0", "1,5"]],
    ],
    ["resolves entities", "<tr><td>Jos&eacute;&nbsp;&amp;&#32;C&iacute;a&lt;1", [["José & Cía<1"]]],
    [
      "needs no closing tags",
      "<tr><th>a<th>b<tr><td>1<td>2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "keeps line breaks and drops those of the source",
      "<tr><td>a\n  b<br>c<p>d</p></td></tr>",
      [["a b\nc\nd"]],
    ],
    ["leaves the other columns of a cell empty", "<tr><td colspan=3>a<td>b", [["a", "", "", "b"]]],
    [
      "leaves the other rows of a cell empty",
      "<tr><td rowspan=2>a<td>b<tr><td>c",
      [
        ["a", "b"],
        ["", "c"],
      ],
    ],
    [
      "reads sections in order",
      "<thead><tr><td>h</thead><tbody><tr><td>b</tbody><tfoot><tr><td>f</tfoot>",
      [["h"], ["b"], ["f"]],
    ],
    ["does not show scripts and styles", "<tr><td>a<script>b</script><style>c</style>", [["a"]]],
    [
      "reads the address a cell without text links to",
      '<tr><td>1<td><a href="mailto:j@x.co"></a>',
      [["1", "j@x.co"]],
    ],
    ["prefers text to the link", '<tr><td><a href="mailto:j@x.co">Jane</a>', [["Jane"]]],
    [
      "takes the number Excel hid behind an exponent",
      '<tr><td x:num="3001234567">3.00E+09',
      [["3001234567"]],
    ],
    ["takes __proto__ as text", "<tr><td>__proto__", [["__proto__"]]],
  ])("%s", async (_rule, html, expected) => {
    expect(await cells(`<html><table>${html}</table></html>`)).toEqual(expected);
  });

  it("is a sheet of its own, named by its caption or number, unless it is empty", async () => {
    const book = await open(
      "<table><caption>Leads <b>2024</b></caption><tr><td>1<table><tr><td>inner</table></td></tr></table><table></table><tr><td>loose",
    );
    expect(book.sheets.map(({ name }) => name)).toEqual(["Leads 2024", "Table 2", "Table 3"]);
    expect(await rowsOf({ book, sheet: 1 })).toEqual([{ row: 1, cells: ["inner"] }]);
    expect(await rowsOf({ book, sheet: 2 })).toEqual([{ row: 1, cells: ["loose"] }]);
  });
});

describe("the encoding of a web page", () => {
  const page = (head: string) => `<html>${head}<table><tr><td>José`;
  it.each<[string, Buffer, string]>([
    ["UTF-8 without a word", Buffer.from(page("")), "utf-8"],
    ["Windows-1252 without a word", Buffer.from(page(""), "latin1"), "windows-1252"],
    ["what the page declares", Buffer.from(page('<meta charset="iso-8859-15">'), "latin1"), "iso-8859-15"],
    [
      "not what the page declares falsely",
      Buffer.from(page("<meta charset=utf-8>"), "latin1"),
      "windows-1252",
    ],
    ["UTF-16 by its mark", Buffer.from(`\ufeff${page('<meta charset="utf-16">')}`, "utf16le"), "utf-16le"],
  ])("is %s", async (_rule, bytes, encoding) => {
    expect((await open(bytes)).encoding).toBe(encoding);
    expect(await cells(bytes)).toEqual([["José"]]);
  });
});

describe("a web page that cannot be read", () => {
  it.each([
    ["has no table", "<p>Sign in</p>", "LeadFile.Unsupported"],
    ["nests tables without end", "<table><tr><td>".repeat(1_000), "LeadFile.Malformed"],
    ["nests elements without end", `<table><tr><td>${"<div>".repeat(5_000)}x`, "LeadFile.Malformed"],
    ["has tables without end", "<table><tr><td>a</table>".repeat(3_000), "LeadFile.TooLarge"],
    ["has a cell of a megabyte", `<table><tr><td>${"a".repeat(1_000_000)}`, "LeadFile.TooLarge"],
    [
      "spans more cells than it could hold",
      "<table>".concat("<tr><td rowspan=9 colspan=1000>a<td>b".repeat(20_000)),
      "LeadFile.TooLarge",
    ],
  ])("and %s", async (_fault, html, name) => {
    await expect(open(html)).rejects.toMatchObject({ name });
  });
});
