import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, cellsOf, open } from "./read.ts";

describe("the delimiter", () => {
  it.each([
    [",", "name,email\nAna,ana@example.com\n"],
    [";", "nombre;correo\nAna;ana@example.com\n"],
    ["\t", "name\temail\nAna\tana@example.com\n"],
    ["|", "name|email\nAna|ana@example.com\n"],
    ["^", "name^email\nAna^ana@example.com\n"],
    [";", "artikel;preis;menge\nA;1,5;2,5\nB;2,5;3,75\nC;3,25;1,5\n"],
    [";", "a;b;c;d\n1,5;2,5;3,5;4,5\n1,6;2,6;3,6;4,6\n"],
    [";", "name;city\nDoe, Jane;Lima, Peru\nRoe, Max;Cali, Colombia\n"],
    ["|", "one|two,two|three\nfour|five,five|six\n"],
    [",", "a,b,c\na,b,c|d|e|f\n"],
    [";", '"Acme, Inc.";Ana;1\n"Foo, Ltd.";Bob;2\n'],
    [",", "name,tags\nAna,red;green;blue\nBob,red;green;blue\nCid,red;green;blue\n"],
    [",", "Export of May; all leads\nname,email\nAna,ana@example.com\nBob,bob@example.com\n"],
    [";", "Clients, prospects, others\n\nnom;email address\nJean;jean@example.com\n"],
    [",", "x,y,z\n1,2,3\n4,5,6\n7\n8,9\n10,11,12\n"],
  ])("%j is found in %j", async (delimiter, text) => {
    expect((await open(text)).delimiter).toBe(delimiter);
  });

  it.each([
    ["a list of addresses", "ana@example.com\nbob@example.com\ncid@example.com\n"],
    ["a list with a header", "email\nana@example.com\nbob@example.com\n"],
    ["a list in which some cells have commas", "company\nAcme\nFoo, Ltd.\nBar\nBaz\n"],
    ["a list of names with a known header", "name\nDoe, Jane\nRoe, Max\n"],
  ])("is none in a file of one column: %s", async (_, text) => {
    const table = await open(text);
    expect(table.delimiter).toBeUndefined();
    expect(table.header).toHaveLength(1);
  });

  it("is what a first line sep= says, which is no row", async () => {
    const table = await open("sep=;\r\nname;email\r\nAna;ana@example.com\r\n");
    expect(table.delimiter).toBe(";");
    expect(table.headerRow).toBe(1);
    expect(await cellsOf(table)).toEqual([["Ana", "ana@example.com"]]);
  });

  it("is what the user says", async () => {
    const table = await open("name:email\nAna:ana@example.com\n", { delimiter: ":" });
    expect(await cellsOf(table)).toEqual([["Ana", "ana@example.com"]]);
    expect((await open("name\temail\n", { delimiter: "tab" })).header).toEqual(["name", "email"]);
    await expect(open("a,b", { delimiter: "::" })).rejects.toThrow('"::" is no delimiter');
  });

  it("is found within rows that are in quotes as a whole", async () => {
    const table = await open(
      '"name,company,email"\n"Ana,""Acme, Inc."",ana@example.com"\n\n"Bob,,bob@example.com"\n',
    );
    expect([table.delimiter, table.header]).toEqual([",", ["name", "company", "email"]]);
    expect((await all(table.rows())).map(({ row, cells }) => [row, ...cells])).toEqual([
      [2, "Ana", "Acme, Inc.", "ana@example.com"],
      [4, "Bob", "", "bob@example.com"],
    ]);
  });

  it("is none within quoted cells of one column", async () => {
    const table = await open('"company"\n"Acme, Inc."\n"Foo, Ltd."\n');
    expect(await cellsOf(table)).toEqual([["Acme, Inc."], ["Foo, Ltd."]]);
  });

  it("may be followed by a blank before a quote", async () => {
    const table = await open('name, company, city\nAna, "Acme, Inc.", Lima\nBob, "Foo, Ltd.", Cali\n');
    expect(await cellsOf(table)).toEqual([
      ["Ana", "Acme, Inc.", "Lima"],
      ["Bob", "Foo, Ltd.", "Cali"],
    ]);
  });

  it("is found beside a cell with thousands of others", async () => {
    const table = await open(`name;notes\nAna;${"x, ".repeat(3_000)}\nBob;short\n`);
    expect([table.delimiter, (await cellsOf(table)).length]).toEqual([";", 2]);
  });

  it("is found in any table of words", () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    return fc.assert(
      fc.asyncProperty(
        fc.constantFrom(",", ";", "\t", "|"),
        fc
          .integer({ min: 2, max: 6 })
          .chain((width) =>
            fc.array(fc.array(word, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 10 }),
          ),
        async (delimiter, rows) => {
          const table = await open(rows.map((row) => row.join(delimiter)).join("\n"));
          expect(table.delimiter).toBe(delimiter);
        },
      ),
      { numRuns: 100 },
    );
  });
});
