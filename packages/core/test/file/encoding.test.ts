import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectEncoding } from "../../src/file/text/encoding.ts";
import { utf8Pieces } from "../../src/file/text/transcode.ts";
import { cellsOf, open, source } from "./read.ts";

const TEXT = "name,email\nJosé Muñoz,jose@example.com\nŁucja,lucja@example.com\n";
const WESTERN = "name,email\nJosé Muñoz,jose@example.com\n";

function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const file = source(bytes);
  const pieces: Buffer[] = [];
  for await (const piece of utf8Pieces(file, await detectEncoding(file))) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe("the encoding of a text file", () => {
  it.each([
    ["UTF-8", Buffer.from(TEXT), "utf-8", TEXT],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${TEXT}`), "utf-8", TEXT],
    ["UTF-16 little-endian with a mark", Buffer.from(`\ufeff${TEXT}`, "utf16le"), "utf-16le", TEXT],
    ["UTF-16 big-endian with a mark", utf16be(`\ufeff${TEXT}`), "utf-16be", TEXT],
    ["UTF-16 little-endian without a mark", Buffer.from(TEXT, "utf16le"), "utf-16le", TEXT],
    ["UTF-16 big-endian without a mark", utf16be(TEXT), "utf-16be", TEXT],
    ["Windows-1252", Buffer.from(WESTERN, "latin1"), "windows-1252", WESTERN],
    [
      "the euro sign of Windows-1252",
      Buffer.from("a,b\n\x80 5,x\x93\n", "latin1"),
      "windows-1252",
      "a,b\n€ 5,x“\n",
    ],
  ])("is found: %s", async (_, bytes, name, text) => {
    expect((await detectEncoding(source(bytes))).name).toBe(name);
    expect(await textOf(bytes)).toBe(text);
  });

  it("is Windows-1252 for the sake of the last byte of a long file", async () => {
    const bytes = Buffer.concat([
      Buffer.from("name,city\nAna,Lima\n".repeat(50_000)),
      Buffer.from("José", "latin1"),
    ]);
    expect((await detectEncoding(source(bytes))).name).toBe("windows-1252");
    expect(await textOf(bytes)).toMatch(/José$/);
  });

  it("stays UTF-8 where a few lines are Windows-1252, and those lines are read too", async () => {
    const bytes = Buffer.concat([
      Buffer.from("name,email\n"),
      Buffer.from("Zoë,zoe@example.com\n".repeat(10_000)),
      Buffer.from("José,jose@example.com\n", "latin1"),
      Buffer.from("Łucja,lucja@example.com\n"),
    ]);
    const table = await open(bytes);
    expect(table.encoding).toBe("utf-8");
    expect(table.notes.join()).toMatch(/Windows-1252/);
    expect((await cellsOf(table)).slice(-3).map(([name]) => name)).toEqual(["Zoë", "José", "Łucja"]);
  });

  it("stays UTF-8 where the last character is cut off", async () => {
    const bytes = Buffer.from("name\nJosé\nJosé").subarray(0, -1);
    expect((await detectEncoding(source(bytes))).name).toBe("utf-8");
  });

  it("is what the user named", async () => {
    const table = await open(Buffer.from([...Buffer.from("name,city\n"), 0xb3, 0x2c, 0x78]), {
      encoding: "iso-8859-2",
    });
    expect(table.encoding).toBe("iso-8859-2");
    expect(await cellsOf(table)).toEqual([["ł", "x"]]);
  });

  it("is refused when there is none of that name", async () => {
    await expect(open(TEXT, { encoding: "klingon" })).rejects.toThrow(/no encoding called "klingon"/);
  });

  it("is told to the user where it was guessed", async () => {
    expect((await open(Buffer.from(WESTERN, "latin1"))).notes).toEqual([
      "The file is not UTF-8 and was read as Windows-1252. Where letters are wrong, save it as UTF-8.",
    ]);
    expect((await open(TEXT)).notes).toEqual([]);
  });

  it("leaves out NUL characters", async () => {
    expect(await textOf(Buffer.from("name,email\nAn\0a,ana@example.com\0\n"))).toBe(
      "name,email\nAna,ana@example.com\n",
    );
  });

  it("is UTF-8 for any text written so", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), async (text) => {
        const clean = text.replaceAll("\0", "").replace(/^\ufeff+/, "");
        const bytes = Buffer.from(`name\n${clean}`);
        expect(await textOf(bytes)).toBe(`name\n${clean}`);
      }),
      { numRuns: 200 },
    );
  });
});
