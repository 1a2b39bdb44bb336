import { gzipSync } from "node:zlib";
import { CFB } from "xlsx";
import {
  bombEntry,
  SHEET_HEAD,
  SHEET_TAIL,
  sheetRow,
  workbookOf,
  workbookParts,
  zipEntry,
  zipOf,
} from "./zip.ts";

export interface HostileFile {
  name: string;
  bytes: string | Buffer;
  /** How many rows are read, or the name of the error. */
  gives: number | string;
}

const EMPTY = "LeadFile.Empty";
const UNSUPPORTED = "LeadFile.Unsupported";
const MALFORMED = "LeadFile.Malformed";
const TOO_LARGE = "LeadFile.TooLarge";
const ENCRYPTED = "LeadFile.Encrypted";

const MB = 1024 * 1024;
const HEAD = "name,email";
const LEAD = "Ana Paz,ana@example.com";
const LEADS = `${HEAD}\n${LEAD}\n`;
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

const texts: HostileFile[] = [
  { name: "empty.csv", bytes: "", gives: EMPTY },
  { name: "blanks.csv", bytes: " \n\t\n  \r\n".repeat(100), gives: EMPTY },
  { name: "delimiters.csv", bytes: ",,,\n".repeat(1_000), gives: EMPTY },
  { name: "nothing-but-nul.csv", bytes: Buffer.alloc(MB), gives: EMPTY },
  { name: "header-only.csv", bytes: `${HEAD}\n`, gives: 0 },
  { name: "blank-lines.csv", bytes: `${HEAD}${"\n".repeat(100_000)}${LEAD}\n`, gives: 1 },
  { name: "cell-of-10-mb.csv", bytes: `${LEADS}Bob,"${"x".repeat(10 * MB)}"\n`, gives: TOO_LARGE },
  {
    name: "cell-of-10-mb-in-lines.csv",
    bytes: `${LEADS}Bob,"${"x y\n".repeat(2.5 * MB)}"\n`,
    gives: TOO_LARGE,
  },
  { name: "line-of-10-mb.csv", bytes: "x".repeat(10 * MB), gives: TOO_LARGE },
  { name: "quotes.csv", bytes: `${LEADS}${'"'.repeat(10 * MB)}`, gives: TOO_LARGE },
  { name: "million-commas.csv", bytes: `${LEADS}Bob${",".repeat(1_000_000)}\n`, gives: TOO_LARGE },
  { name: "5000-columns.csv", bytes: `email${",c".repeat(5_000)}\n`, gives: TOO_LARGE },
  { name: "nul-in-cells.csv", bytes: `${HEAD}\nA\0na,an\0a@example.com\n`, gives: 1 },
  { name: "unclosed-quote.csv", bytes: `${HEAD}\n"${`${LEAD}\n`.repeat(5_000)}`, gives: 5_000 },
  { name: "quotes-within.csv", bytes: `${HEAD}\nAna "la "jefa" Paz,ana@example.com\n`, gives: 1 },
  { name: "row-of-40-kb.csv", bytes: `${LEADS}${"y".repeat(40_000)},bob@example.com\n`, gives: 2 },
  { name: "proto.csv", bytes: `__proto__,constructor,toString,email\na,b,c,p@example.com\n`, gives: 1 },
  {
    name: "hidden-members.csv",
    bytes: `hasOwnProperty,__proto__,__proto__,email\n,x,y,q@example.com\n`,
    gives: 1,
  },
  { name: "500-emails.csv", bytes: `${"email,".repeat(500)}\n${"r@example.com,".repeat(500)}\n`, gives: 1 },
  { name: "header-of-100-kb.csv", bytes: `${"h".repeat(100_000)},email\nx,s@example.com\n`, gives: 1 },
  { name: "utf16le.csv", bytes: Buffer.from(LEADS.repeat(2), "utf16le"), gives: 2 },
  { name: "utf16be.csv", bytes: utf16be(LEADS.repeat(2)), gives: 2 },
  { name: "utf16-cut.csv", bytes: Buffer.from(`\ufeff${LEADS}`, "utf16le").subarray(0, -3), gives: 1 },
  {
    name: "lone-surrogates.csv",
    bytes: Buffer.from(`\ufeff${HEAD}\nA\ud800na,t@example.com\n`, "utf16le"),
    gives: 1,
  },
  {
    name: "surrogates-in-utf8.csv",
    bytes: Buffer.concat([Buffer.from(`${HEAD}\nA`), hex("eda080"), Buffer.from("na,u@example.com\n")]),
    gives: 1,
  },
  {
    name: "broken-utf8.csv",
    bytes: Buffer.concat([Buffer.from(`${HEAD}\nA`), hex("c3 28 f0 9f"), Buffer.from(",v@example.com\n")]),
    gives: 1,
  },
  { name: "emoji.csv", bytes: `📛 name,📧 email\n👩‍👩‍👧‍👦 Ana 🏳️‍🌈,w@example.com\n`, gives: 1 },
  { name: "right-to-left.csv", bytes: `الاسم,البريد الإلكتروني\n\u202eأحمد‏,x@example.com\n`, gives: 1 },
  {
    name: "line-ends.csv",
    bytes: `${HEAD}\rA,a1@example.com\r\nB,b1@example.com\nC,c1@example.com\r\r\n`,
    gives: 3,
  },
  { name: "delimiters-mixed.csv", bytes: `name;email\nA,b;y@example.com\nB|c;z@example.com\n`, gives: 2 },
  {
    name: "formulas.csv",
    bytes: `${HEAD}\n"=cmd|' /C calc'!A0",f@example.com\n@SUM(1),g@example.com\n`,
    gives: 2,
  },
  { name: "same-lead.csv", bytes: `${HEAD}\n${`${LEAD}\n`.repeat(20_000)}`, gives: 20_000 },
  { name: "nobody.csv", bytes: `${HEAD}\n${"-,n/a\n".repeat(50_000)}`, gives: 50_000 },
  {
    name: "slow-names.csv",
    bytes: `name,email,phone,title\n${Array.from({ length: 40 }, (_, n) =>
      [
        "a ".repeat(3_000),
        `${"a.".repeat(2_000)}@${"b.".repeat(2_000)}c${n}`,
        "1 ".repeat(3_000),
        "(".repeat(6_000),
      ].join(","),
    ).join("\n")}\n`,
    gives: 40,
  },
  {
    name: "slow-addresses.csv",
    bytes: `name,email\n${Array.from({ length: 40 }, (_, n) => `"${"<a@".repeat(5_000)}","${`x${n}@example.com;`.repeat(1_000)}"`).join("\n")}\n`,
    gives: 40,
  },
  { name: "random.csv", bytes: noise(MB), gives: UNSUPPORTED },
];

/** Bytes without any order, the same each time. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, state = 1; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

const header = sheetRow(1, ["name", "email"]);
const lead = sheetRow(2, ["Ana", "ana@example.com"]);
const fine = workbookOf(header + lead);

const wrongNames: HostileFile[] = [
  { name: "text.xlsx", bytes: LEADS, gives: 1 },
  { name: "tabs.xls", bytes: LEADS.replaceAll(",", "\t"), gives: 1 },
  { name: "workbook.csv", bytes: fine, gives: 1 },
  { name: "image.csv", bytes: hex("89504e470d0a1a0a 0000000d49484452 00000001"), gives: UNSUPPORTED },
  { name: "photo.xlsx", bytes: hex("ffd8ffe000104a464946000101"), gives: UNSUPPORTED },
  { name: "document.csv", bytes: "%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n<<>>\n", gives: UNSUPPORTED },
  { name: "compressed.csv", bytes: gzipSync(LEADS), gives: UNSUPPORTED },
  { name: "compressed-bomb.csv", bytes: gzipSync(Buffer.alloc(50 * MB)), gives: UNSUPPORTED },
  { name: "archive.7z.csv", bytes: hex("377abcaf271c0004 0000000000000000"), gives: UNSUPPORTED },
  { name: "archive.rar.csv", bytes: Buffer.from("Rar!\x1a\x07\x01\0\0\0", "latin1"), gives: UNSUPPORTED },
  { name: "database.csv", bytes: `SQLite format 3\0${"\0".repeat(100)}`, gives: UNSUPPORTED },
  {
    name: "song.csv",
    bytes: Buffer.concat([Buffer.from("ID3\x03\0\0\0\0\0\x21TIT2"), noise(5_000)]),
    gives: UNSUPPORTED,
  },
  {
    name: "program.csv",
    bytes: Buffer.concat([Buffer.from("\x7fELF\x02\x01\x01"), noise(5_000)]),
    gives: UNSUPPORTED,
  },
  { name: "data.csv", bytes: '[{"name":"Ana","email":"ana@example.com"}]', gives: UNSUPPORTED },
  { name: "page.csv", bytes: "<!doctype html><html><body><p>Sign in</p></body></html>", gives: UNSUPPORTED },
  {
    name: "deep-page.xls",
    bytes: `<html><body>${"<table><tr><td>".repeat(20_000)}ana@example.com`,
    gives: MALFORMED,
  },
  {
    name: "wide-page.xls",
    bytes: `<table><tr><td colspan="999999999" rowspan="999999999">email</td></tr><tr><td>h@example.com</td></tr></table>`,
    gives: 1,
  },
  {
    name: "letter.xlsx",
    bytes: zipOf([zipEntry("[Content_Types].xml", "<Types/>"), zipEntry("word/document.xml", "<w/>")]),
    gives: UNSUPPORTED,
  },
  { name: "other-archive.xlsx", bytes: zipOf([zipEntry("notes.txt", "hello")]), gives: UNSUPPORTED },
  { name: "archive-in-archive.xlsx", bytes: zipOf([zipEntry("inner.xlsx", fine)]), gives: UNSUPPORTED },
];

const withSheet = (sheet: string) => zipOf([...workbookParts(), zipEntry("xl/worksheets/sheet1.xml", sheet)]);
const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
const bombRow = `<row>${'<c t="inlineStr"><is><t>aaaaaaaaaaaaaaaaaaaaaaaa</t></is></c>'.repeat(4)}</row>`;
const bombSheet = bombEntry("xl/worksheets/sheet1.xml", {
  head: SHEET_HEAD,
  piece: bombRow,
  megabytes: 1_024,
});
const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
const entities = `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">${laughs}]>`;
const external = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
const flipped = Buffer.from(fine);
for (let at = 60; at < 400; at += 7) flipped[at] = (flipped[at] ?? 0) ^ 0xff;

function encrypted(): Buffer {
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, "/EncryptionInfo", Buffer.alloc(200, 4));
  CFB.utils.cfb_add(file, "/EncryptedPackage", Buffer.alloc(8_000, 7));
  return Buffer.from(CFB.write(file, { type: "buffer" }));
}

const ODS_MANIFEST =
  '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>';
const ODS_STYLES =
  '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>';

const workbooks: HostileFile[] = [
  { name: "bomb.xlsx", bytes: zipOf([...workbookParts(), bombSheet]), gives: TOO_LARGE },
  {
    name: "lying-bomb.xlsx",
    bytes: zipOf([...workbookParts(), { ...bombSheet, size: 4_000 }]),
    gives: MALFORMED,
  },
  {
    name: "bomb-of-strings.xlsx",
    bytes: workbookOf(`${header}<row><c t="s"><v>0</v></c></row>`, [
      bombEntry("xl/sharedStrings.xml", {
        head: "<sst>",
        piece: "<si><t>aaaaaaaaaaaaaaaa</t></si>",
        megabytes: 1_024,
      }),
    ]),
    gives: TOO_LARGE,
  },
  {
    name: "bomb-beside.xlsx",
    bytes: workbookOf(header + lead, [
      bombEntry("xl/media/image1.png", { head: "", piece: "\0", megabytes: 1_024 }),
    ]),
    gives: 1,
  },
  {
    name: "bomb.ods",
    bytes: zipOf([
      zipEntry("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
      bombEntry("content.xml", {
        head: "<office:document-content>",
        piece: "<table:table-row/>",
        megabytes: 1_024,
      }),
    ]),
    gives: TOO_LARGE,
  },
  {
    name: "repeated.ods",
    bytes: zipOf([
      zipEntry("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
      zipEntry("META-INF/manifest.xml", ODS_MANIFEST),
      zipEntry("styles.xml", ODS_STYLES),
      zipEntry("content.xml", repeatedOds()),
    ]),
    gives: 1,
  },
  { name: "cut.xlsx", bytes: fine.subarray(0, fine.length / 2), gives: MALFORMED },
  { name: "cut-directory.xlsx", bytes: fine.subarray(0, -40), gives: MALFORMED },
  { name: "flipped.xlsx", bytes: flipped, gives: MALFORMED },
  { name: "end-only.xlsx", bytes: hex(`504b0506${"00".repeat(18)}`), gives: UNSUPPORTED },
  {
    name: "10000-parts.xlsx",
    bytes: workbookOf(
      header + lead,
      Array.from({ length: 10_000 }, (_, n) => zipEntry(`xl/x${n}.xml`, "")),
    ),
    gives: TOO_LARGE,
  },
  {
    name: "paths.xlsx",
    bytes: workbookOf(header + lead, [zipEntry("../../../tmp/evil", "x")]),
    gives: MALFORMED,
  },
  {
    name: "twice.xlsx",
    bytes: workbookOf(header + lead, [zipEntry("xl/worksheets/sheet1.xml", "<x/>")]),
    gives: EMPTY,
  },
  {
    name: "entities.xlsx",
    bytes: withSheet(
      `${entities}<worksheet><sheetData>${header}<row><c t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>`,
    ),
    gives: MALFORMED,
  },
  {
    name: "external.xlsx",
    bytes: withSheet(
      `${external}<worksheet><sheetData>${header}<row><c t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>`,
    ),
    gives: MALFORMED,
  },
  {
    name: "far-cell.xlsx",
    bytes: workbookOf(`${header}${lead}<row r="1048576">${cell("XFD1048576", "far@example.com")}</row>`),
    gives: 2,
  },
  {
    name: "beyond.xlsx",
    bytes: workbookOf(
      `${header}${lead}<row r="99999999999">${cell("ZZZZZZ99999999999", "b@example.com")}</row>`,
    ),
    gives: TOO_LARGE,
  },
  { name: "deep.xlsx", bytes: withSheet(`${SHEET_HEAD}${"<row>".repeat(200_000)}`), gives: MALFORMED },
  { name: "open.xlsx", bytes: withSheet(`${SHEET_HEAD}${header}${lead}<row><c`), gives: MALFORMED },
  {
    name: "long-attribute.xlsx",
    bytes: withSheet(`${SHEET_HEAD}<row x="${"y".repeat(10 * MB)}">`),
    gives: TOO_LARGE,
  },
  {
    name: "long-comment.xlsx",
    bytes: withSheet(`${SHEET_HEAD}${header}${lead}<!--${"z".repeat(10 * MB)}-->${SHEET_TAIL}`),
    gives: TOO_LARGE,
  },
  {
    name: "cell-of-10-mb.xlsx",
    bytes: workbookOf(`${header}${sheetRow(2, ["k@example.com", "x".repeat(10 * MB)])}`),
    gives: TOO_LARGE,
  },
  {
    name: "formulas.xlsx",
    bytes: workbookOf(
      `${header}<row r="2"><c r="A2" t="str"><f>CONCAT("A","na")</f><v>Ana</v></c><c r="B2" t="str"><f>A9</f><v>formula@example.com</v></c></row><row r="3"><c r="A3"><f>1/0</f></c></row>`,
    ),
    gives: 1,
  },
  {
    name: "string-missing.xlsx",
    bytes: workbookOf(
      `${header}<row><c t="s"><v>99</v></c><c t="inlineStr"><is><t>l@example.com</t></is></c></row>`,
      [zipEntry("xl/sharedStrings.xml", "<sst/>")],
    ),
    gives: MALFORMED,
  },
  {
    name: "100-sheets.xlsx",
    bytes: zipOf([
      ...workbookParts(100),
      ...Array.from({ length: 100 }, (_, n) =>
        zipEntry(
          `xl/worksheets/sheet${n + 1}.xml`,
          `${SHEET_HEAD}${n === 57 ? header + lead : ""}${SHEET_TAIL}`,
        ),
      ),
    ]),
    gives: 1,
  },
  { name: "no-sheet.xlsx", bytes: zipOf(workbookParts()), gives: MALFORMED },
  { name: "encrypted.xlsx", bytes: encrypted(), gives: ENCRYPTED },
  { name: "noise.xls", bytes: Buffer.concat([hex("d0cf11e0a1b11ae1"), noise(20_000)]), gives: MALFORMED },
];

/** As LibreOffice writes it: the empty rest of the sheet is one cell, repeated. */
function repeatedOds(): string {
  const ns = ["office", "table", "text"].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  );
  const row = (texts: string[], more = "") =>
    `<table:table-row ${more}>${texts.map((text) => `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`).join("")}<table:table-cell table:number-columns-repeated="16384"/></table:table-row>`;
  return `<?xml version="1.0"?><office:document-content ${ns.join(" ")}><office:body><office:spreadsheet><table:table table:name="L">${row(["name", "email"])}${row(["Ana", "m@example.com"])}${row([], 'table:number-rows-repeated="1048574"')}</table:table></office:spreadsheet></office:body></office:document-content>`;
}

/** Files that somebody sends by mistake, or to do harm. */
export const HOSTILE_FILES: readonly HostileFile[] = [...texts, ...wrongNames, ...workbooks];
