import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import yazl from "yazl";
import { MillraceError } from "../../src/error.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/file/limits.ts";
import { openXlsx } from "../../src/file/workbook/index.ts";
import { told } from "../../src/sentence/index.ts";
import { type Fixture, openBytes, rowsOf, xlsx, zip } from "./workbook-fixture.ts";

const SHEET = "xl/worksheets/sheet1.xml";
const OPEN = "<worksheet><sheetData>";
const CLOSE = "</sheetData></worksheet>";

/** Reads everything and says how that ended: the error's name and, where it is too large, what of it. */
async function outcome(bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<string> {
  try {
    const book = await openBytes({ bytes, limits });
    for (const [sheet] of book.sheets.entries()) await rowsOf({ book, sheet });
    return "read";
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error;
    return error.name === "LeadFile.TooLarge" ? `${error.name} ${told(error.message).code}` : error.name;
  }
}

const sheet = (xml: string | Buffer): Promise<Buffer> => xlsx({ parts: { [SHEET]: xml } });
const ofFixture = (fixture: Fixture): Promise<Buffer> => xlsx(fixture);

/** A sheet that is larger than one would hold in memory, made as it is packed. */
async function bomb({
  before,
  repeated,
  times,
  after,
}: {
  before: string;
  repeated: string;
  times: number;
  after: string;
}) {
  const archive = new yazl.ZipFile();
  archive.addBuffer(
    Buffer.from("<workbook xmlns:r='r'><sheets><sheet name='S' r:id='rId1'/></sheets></workbook>"),
    "xl/workbook.xml",
  );
  archive.addBuffer(
    Buffer.from(
      "<Relationships><Relationship Id='rId1' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
    ),
    "xl/_rels/workbook.xml.rels",
  );
  const piece = Buffer.from(repeated.repeat(1_000));
  const pieces = function* () {
    yield Buffer.from(before);
    for (let i = 0; i < times; i += 1_000) yield piece;
    yield Buffer.from(after);
  };
  archive.addReadStream(Readable.from(pieces()), SHEET);
  archive.end();
  return buffer(archive.outputStream);
}

describe("a workbook that is damaged", () => {
  it.each<[string, () => Promise<Buffer>]>([
    ["is cut short", async () => (await ofFixture({ rows: "<row/>" })).subarray(0, -40)],
    ["is cut in the middle", async () => (await ofFixture({ rows: "<row/>" })).subarray(0, 500)],
    ["has no more than the magic", async () => Buffer.from("PK\x03\x04")],
    ["has XML that ends early", () => sheet(`${OPEN}<row><c><v>1</v></c></row>`)],
    ["has XML with mismatched tags", () => sheet(`${OPEN}<row></c>${CLOSE}`)],
    ["has an undefined entity", () => sheet(`${OPEN}<row><c t="str"><v>&x;</v></c></row>${CLOSE}`)],
    ["has a control character", () => sheet(`${OPEN}<row><c t="str"><v>\u0000</v></c></row>${CLOSE}`)],
    [
      "has bytes that are no UTF-8",
      () => sheet(Buffer.from(`${OPEN}<row><c t="str"><v>\xe9</v></c></row>${CLOSE}`, "latin1")),
    ],
    ["names an unknown encoding", () => sheet(`<?xml version="1.0" encoding="x-none"?>${OPEN}${CLOSE}`)],
    ["declares a DOCTYPE", () => sheet(`<!DOCTYPE a [<!ENTITY b "c">]>${OPEN}${CLOSE}`)],
    ["nests deeper than any", () => sheet("<a>".repeat(1_000))],
    ["lacks a shared string", () => ofFixture({ rows: '<row><c t="s"><v>5</v></c></row>' })],
    ["lacks its sheet", () => ofFixture({ workbook: '<sheets><sheet name="S" r:id="rId77"/></sheets>' })],
    [
      "has a checksum that is wrong",
      async () => edited({ bytes: await ofFixture({}), find: [0x50, 0x4b, 1, 2], offset: 16 }),
    ],
    [
      "lies about a size",
      async () => edited({ bytes: await ofFixture({}), find: [0x50, 0x4b, 1, 2], offset: 24 }),
    ],
    [
      "names a file outside of it",
      async () => renamed({ bytes: await zip({ "aa/aa/evil": "x" }), from: "aa/aa/evil", to: "../../evil" }),
    ],
    [
      "names a file from the root",
      async () => renamed({ bytes: await zip({ "aa/evil": "x" }), from: "aa/evil", to: "/a/evil" }),
    ],
  ])("and %s is LeadFile.Malformed", async (_fault, make) => {
    expect(await outcome(await make())).toBe("LeadFile.Malformed");
  });

  it("never fails without a name, whichever byte is changed", async () => {
    const bytes = await ofFixture({ rows: '<row><c t="s"><v>0</v></c></row>', strings: "<si><t>a</t></si>" });
    for (let at = 0; at < bytes.byteLength; at += 3) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
      expect(await outcome(changed)).toMatch(/^(read|LeadFile\.\w+.*)$/);
    }
  });
});

describe("a workbook that would cost too much is LeadFile.TooLarge and names the bound", () => {
  const row = (cells: string) => `${OPEN}<row>${cells}</row>${CLOSE}`;
  const texts = (count: number, text: string) => `<c t="str"><v>${text}</v></c>`.repeat(count);

  it.each<[string, () => Promise<Buffer>, string]>([
    ["a cell over 32,767 characters", () => sheet(row(texts(1, "a".repeat(32_768)))), "file.rowCellChars"],
    ["a row over a million characters", () => sheet(row(texts(40, "ab ".repeat(9_000)))), "file.rowChars"],
    [
      "a cell cut into pieces",
      () => sheet(row(`<c><v>${"a<!-- -->".repeat(1_100_000)}</v></c>`)),
      "file.cellChars",
    ],
    ["columns beyond XFD", () => sheet(row("<c><v>1</v></c>".repeat(16_385))), "file.sheetColumns"],
    [
      "a row beyond the last",
      () => sheet(`${OPEN}<row r="1048577"><c><v>1</v></c></row>${CLOSE}`),
      "file.sheetRows",
    ],
    [
      "gaps wider than any table",
      () => sheet(OPEN + '<row><c r="XFD1"><v>1</v></c></row>'.repeat(4_200) + CLOSE),
      "file.sheetCells",
    ],
  ])("%s", async (_cost, make, bound) => {
    expect(await outcome(await make(), { inflationRatio: 1e9 })).toBe(`LeadFile.TooLarge ${bound}`);
  });

  it.each([
    ["file.parts", { entries: 3 }],
    ["file.inflated", { inflatedBytes: 500 }],
  ])("its archive: %s", async (bound, limits) => {
    expect(await outcome(await ofFixture({ rows: "<row/>".repeat(100) }), limits)).toBe(
      `LeadFile.TooLarge ${bound}`,
    );
  });

  it("a megabyte that unpacks to a gigabyte, as one cell", async () => {
    const bytes = await bomb({
      before: `${OPEN}<row><c t="str"><v>`,
      repeated: "a".repeat(100),
      times: 10_000_000,
      after: `</v></c></row>${CLOSE}`,
    });
    expect(bytes.byteLength).toBeLessThan(1_100_000);
    expect(await outcome(bytes)).toMatch(/^LeadFile.TooLarge file.(cellChars|rowCellChars|inflationRatio)$/);
  });

  it("a file that unpacks to hundreds of times its size, as many rows", async () => {
    const bytes = await bomb({ before: OPEN, repeated: "<row/>", times: 1_000_000, after: CLOSE });
    expect(await outcome(bytes)).toBe("LeadFile.TooLarge file.inflationRatio");
  });
});

it("reads 5,000 columns", async () => {
  const cells = "<c><v>1</v></c>".repeat(5_000);
  const [row] = await rowsOf({
    book: await openBytes({ bytes: await xlsx({ rows: `<row>${cells}</row>` }) }),
  });
  expect(row?.cells.length).toBe(5_000);
});

it("is LeadFile.Unsupported when the archive holds no workbook", async () => {
  expect(await outcome(await zip({ "photo.jpg": "x" }))).toBe("LeadFile.Unsupported");
  expect(
    await outcome(
      await zip({
        "_rels/.rels":
          '<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": "<document/>",
      }),
    ),
  ).toBe("LeadFile.Unsupported");
});

it("passes on the error of a source that cannot be read", async () => {
  const broken = {
    name: "far.xlsx",
    size: 1_000,
    stream: () =>
      new Readable({
        read() {
          this.destroy(new Error("connection reset"));
        },
      }),
  };
  await expect(openXlsx({ source: broken, limits: DEFAULT_LIMITS })).rejects.toThrow("connection reset");
});

function edited({ bytes, find, offset }: { bytes: Buffer; find: readonly number[]; offset: number }): Buffer {
  const at = bytes.indexOf(Buffer.from(find)) + offset;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes;
}

function renamed({ bytes, from, to }: { bytes: Buffer; from: string; to: string }): Buffer {
  return Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1");
}
