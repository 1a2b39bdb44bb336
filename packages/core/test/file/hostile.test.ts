import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MillraceError } from "../../src/error.ts";
import { all, cellsOf, open } from "./read.ts";

/** Reads a file to its end: the number of its rows, or the name of the error. */
async function outcome(bytes: string | Uint8Array): Promise<number | string> {
  try {
    return (await all((await open(bytes)).rows())).length;
  } catch (error) {
    if (error instanceof MillraceError) return error.name;
    throw error;
  }
}

const LEADS = "name,email\nAna,ana@example.com\n";
const MIB = 1024 * 1024;

describe("a file that is no table", () => {
  it.each([
    ["no bytes", "", "LeadFile.Empty", /no bytes/],
    ["blanks alone", " \n\n\t\n", "LeadFile.Empty", /blanks/],
    ["NUL characters alone", "\0".repeat(5_000), "LeadFile.Empty", /blanks/],
    ["a byte order mark alone", "\ufeff", "LeadFile.Empty", /blanks/],
    ["delimiters alone", ",,,\n,,,\n", "LeadFile.Empty", /no rows/],
    ["PDF", "%PDF-1.7\n%âãÏÓ\n", "LeadFile.Unsupported", /PDF document: export the table/],
    ["PNG", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), "LeadFile.Unsupported", /an image/],
    ["JPEG", Buffer.from("ffd8ffe000104a464946", "hex"), "LeadFile.Unsupported", /an image/],
    ["gzip", gzipSync(LEADS), "LeadFile.Unsupported", /compressed file: unpack it/],
    ["RTF", "{\\rtf1\\ansi name}", "LeadFile.Unsupported", /text document/],
    ["JSON", '[{"name":"Ana"}]', "LeadFile.Unsupported", /JSON document/],
    ["contact cards", "BEGIN:VCARD\nFN:Ana\nEND:VCARD\n", "LeadFile.Unsupported", /contact cards/],
    ["XML", '<?xml version="1.0"?><leads><lead/></leads>', "LeadFile.Unsupported", /XML document/],
    ["a database", "SQLite format 3\0\x10\0", "LeadFile.Unsupported", /database/],
    ["a page without a table", "<html><body>Moved</body></html>", "LeadFile.Unsupported", /without a table/],
    ["an empty archive", Buffer.from(`504b0506${"00".repeat(18)}`, "hex"), "LeadFile.Unsupported", /./],
  ])("is refused with what to do: %s", async (_, bytes, name, message) => {
    await expect(open(bytes, { name: "leads.csv" })).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    await expect(open(bytes, { name: "leads.csv" })).rejects.toThrow(/^leads\.csv/);
  });
});

describe("a hostile text file", () => {
  it.each<[string, string | Uint8Array, number | string]>([
    ["NUL characters in cells", "name,email\nA\0na,ana@exam\0ple.com\n", 1],
    ["a cell of 10 MB", `${LEADS}Bob,"${"x".repeat(10 * MIB)}"\n`, "LeadFile.TooLarge"],
    ["a cell of 10 MB in lines", `${LEADS}Bob,"${"some words\n".repeat(MIB)}"\n`, "LeadFile.TooLarge"],
    ["a line of 10 MB", "x".repeat(10 * MIB), "LeadFile.TooLarge"],
    ["10 MB of quotes", '"'.repeat(10 * MIB), "LeadFile.TooLarge"],
    ["10 MB of delimiters", ",".repeat(10 * MIB), "LeadFile.TooLarge"],
    [
      "5,000 columns",
      `${Array.from({ length: 5_000 }, (_, at) => `c${at}`).join(",")}\n`,
      "LeadFile.TooLarge",
    ],
    ["10 MB of line ends and a lead", `${"\n".repeat(10 * MIB)}${LEADS}`, 1],
    ["Ctrl-Z at its end", `${LEADS}\x1a`, 1],
    ["UTF-16 without a mark", Buffer.from(LEADS.repeat(3), "utf16le"), 3],
    ["UTF-16 cut within a character", Buffer.from(`\ufeff${LEADS}`, "utf16le").subarray(0, -3), 1],
    ["its end missing within quotes", `${LEADS}"Bob,bob@example.com\n"Cid`, 3],
    ["a quote on every line that does not close", `${LEADS}${'Bob,"bob@example.com\n'.repeat(1_000)}`, 1_001],
  ])("gives its rows or a named error: %s", async (_, bytes, expected) => {
    expect(await outcome(bytes)).toBe(expected);
  });

  it("names file, row and limit when it is refused", async () => {
    const table = await open(`${LEADS}${"Bob,bob@example.com\n".repeat(9_000)}Cid,${"x".repeat(2 * MIB)}`);
    await expect(all(table.rows())).rejects.toThrow("leads.csv, row 9,003 is longer than 1,048,576 bytes");
  });

  it("is read to the row that is refused", async () => {
    const table = await open(`${LEADS}${"Bob,bob@example.com\n".repeat(9_000)}${",".repeat(5_000)}`);
    let rows = 0;
    const reading = (async () => {
      for await (const _ of table.rows()) rows++;
    })();
    await expect(reading).rejects.toMatchObject({ name: "LeadFile.TooLarge" });
    expect(rows).toBeGreaterThan(8_000);
  });

  it("never fails without a name, whatever its bytes", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: "binary", maxLength: 200 }).map((text) => Buffer.from(text)),
      fc.string({
        unit: fc.constantFrom('"', ",", ";", "\n", "\r", "a", "@", ".", "<", "\0", "\t", "é"),
        maxLength: 200,
      }),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        expect(["number", "string"]).toContain(typeof (await outcome(content)));
      }),
      { numRuns: 300 },
    );
  });

  it("is refused as no table where its bytes are random", async () => {
    const random = Buffer.alloc(20_000);
    for (let at = 0, state = 1; at < random.length; at++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      random[at] = state >>> 24;
    }
    expect(await outcome(random)).toBe("LeadFile.Unsupported");
  });

  it("harms no file after it", async () => {
    await outcome(`${LEADS}Bob,"${"x".repeat(2 * MIB)}"\n`);
    expect(await cellsOf(await open(LEADS))).toEqual([["Ana", "ana@example.com"]]);
  });
});
