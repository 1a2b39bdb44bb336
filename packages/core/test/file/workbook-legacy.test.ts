import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as XLSX from "xlsx";
import { DEFAULT_LIMITS } from "../../src/file/limits.ts";
import { bufferSource } from "../../src/file/source.ts";
import { openLegacyWorkbook, openXlsx } from "../../src/file/workbook/index.ts";
import { rowsOf, zip } from "./workbook-fixture.ts";

const GRID: (string | number | boolean)[][] = [
  ["Name", "Phone", "Zip", "Joined", "Active"],
  ["José Muñoz", 3001234567, 1234, 39149, true],
  ["=SUM(1)", 573001234567, 12, 39150.5, false],
];

function write(bookType: XLSX.BookType, grid = GRID): Buffer {
  const sheet = XLSX.utils.aoa_to_sheet(grid);
  for (const [cell, format] of [
    ["C2", "00000"],
    ["C3", "00000"],
    ["D2", "m/d/yy"],
    ["D3", "yyyy-mm-dd hh:mm"],
    ["B2", "0.00E+00"],
  ] as const) {
    if (sheet[cell] !== undefined) sheet[cell].z = format;
  }
  const hidden = XLSX.utils.aoa_to_sheet([["secret"]]);
  const book = {
    SheetNames: ["Leads", "Hidden"],
    Sheets: { Leads: sheet, Hidden: hidden },
    Workbook: { Sheets: [{ Hidden: 0 as const }, { Hidden: 1 as const }] },
  };
  const bytes: Buffer = XLSX.write(book, { type: "buffer", bookType });
  // Before Excel 97 texts are Windows-1252, of which this writer has only ASCII.
  return Buffer.from(bytes.toString("latin1").replaceAll("Jos_ Mu_oz", "Jos\xe9 Mu\xf1oz"), "latin1");
}

function open(bytes: Uint8Array, limits = DEFAULT_LIMITS) {
  const source = bufferSource({ name: "leads.xls", bytes });
  return bytes[0] === 0x50 && bytes[1] === 0x4b
    ? openXlsx({ source, limits })
    : openLegacyWorkbook({ source, limits, format: "xls" });
}

describe.each<XLSX.BookType>(["xlsx", "xlsb", "biff8", "biff5", "xlml", "ods"])(
  "a workbook written as %s",
  (type) => {
    it("reads as the same texts, sheets and hidden marks", async () => {
      const book = await open(write(type));
      expect(await rowsOf({ book })).toEqual([
        { row: 1, cells: ["Name", "Phone", "Zip", "Joined", "Active"] },
        { row: 2, cells: ["José Muñoz", "3001234567", "01234", "2007-03-08", "TRUE"] },
        { row: 3, cells: ["=SUM(1)", "573001234567", "00012", "2007-03-09 12:00", "FALSE"] },
      ]);
      expect(await rowsOf({ book })).toEqual(await rowsOf({ book }));
      expect(book.sheets.map(({ name }) => name)).toEqual(["Leads", "Hidden"]);
    });
  },
);

it("a workbook of Excel 2 reads", async () => {
  const [, row] = await rowsOf({ book: await open(write("biff2")) });
  expect(row?.cells.slice(0, 2)).toEqual(["José Muñoz", "3001234567"]);
});

it("hidden sheets are marked", async () => {
  for (const type of ["xlsx", "xlsb", "biff8", "xlml"] as const) {
    expect((await open(write(type))).sheets.map(({ hidden }) => hidden)).toEqual([false, true]);
  }
});

it("texts and whole numbers read back as another library wrote them", async () => {
  const cell = fc.oneof(
    fc
      .string({ unit: fc.constantFrom(..."abcñé東ß 0@.-"), minLength: 1, maxLength: 12 })
      .filter((text) => text.trim() === text),
    fc.integer({ min: -1e9, max: 1e12 }),
  );
  const grid = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });
  const types = fc.constantFrom<XLSX.BookType>("xlsb", "biff8", "xlml", "ods");
  await fc.assert(
    fc.asyncProperty(grid, types, async (rows, type) => {
      const book = { SheetNames: ["S"], Sheets: { S: XLSX.utils.aoa_to_sheet(rows) } };
      const read = await rowsOf({ book: await open(XLSX.write(book, { type: "buffer", bookType: type })) });
      expect(read.map(({ cells }) => cells)).toEqual(rows.map((cells) => cells.map(String)));
    }),
    { numRuns: 80 },
  );
});

describe("a file that is no workbook of these", () => {
  const compound = (names: readonly string[]): Buffer => {
    const file = XLSX.CFB.utils.cfb_new();
    for (const name of names) XLSX.CFB.utils.cfb_add(file, name, Buffer.alloc(5_000, 1));
    return XLSX.CFB.write(file, { type: "buffer" });
  };

  it.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ["an encrypted workbook", () => compound(["/EncryptionInfo", "/EncryptedPackage"]), "LeadFile.Encrypted"],
    [
      "an encrypted .ods",
      () =>
        zip({
          mimetype: "x",
          "content.xml": "<x/>",
          "META-INF/manifest.xml": "<m:file-entry><m:encryption-data/></m:file-entry>",
        }),
      "LeadFile.Encrypted",
    ],
    ["a Word document", () => compound(["/WordDocument"]), "LeadFile.Unsupported"],
    ["some other XML", () => Buffer.from("<?xml version='1.0'?><a/>"), "LeadFile.Unsupported"],
    [
      "XML with a DOCTYPE",
      () =>
        Buffer.from(
          "<?xml version='1.0'?><!DOCTYPE a><a xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
        ),
      "LeadFile.Malformed",
    ],
    ["a compound file cut short", () => write("biff8").subarray(0, 600), "LeadFile.Malformed"],
    ["a workbook of noise", () => compound(["/Workbook"]), "LeadFile.Malformed"],
  ])("%s", async (_kind, make, name) => {
    await expect(open(await make())).rejects.toMatchObject({ name });
  });

  it("is LeadFile.TooLarge above the size that is read as a whole", async () => {
    const bytes = write("biff8");
    const limits = { ...DEFAULT_LIMITS, wholeFileBytes: bytes.byteLength - 1 };
    await expect(open(bytes, limits)).rejects.toThrow("is larger than");
  });

  it("is LeadFile.TooLarge when a few bytes say millions of cells", async () => {
    const row =
      '<t:table-row t:number-rows-repeated="1000000"><t:table-cell t:number-columns-repeated="100"><x:p>a</x:p></t:table-cell></t:table-row>';
    const content = `<o:document-content xmlns:o="o" xmlns:t="t" xmlns:x="x">${row}</o:document-content>`;
    await expect(open(await zip({ mimetype: "x", "content.xml": content }))).rejects.toThrow(
      /more than [\d,]+ cells/,
    );
  });

  it("never fails without a name, whichever bytes are changed", async () => {
    const bytes = write("biff8");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.byteLength - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const changed = Buffer.from(bytes);
          for (const [at, value] of changes) changed.writeUInt8(value, at);
          const ended = await open(changed).then(
            () => "read",
            (error: unknown) => (error instanceof Error ? error.name : ""),
          );
          expect(ended).toMatch(/^(read|LeadFile\.\w+)$/);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });
});
