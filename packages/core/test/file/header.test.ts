import { describe, expect, it } from "vitest";
import { findHeader } from "../../src/file/header.ts";
import { recognise } from "./read.ts";

/** Rows from lines; `row` counts blank lines, which are left out, as a sheet does. */
function head(text: string) {
  return text
    .split("\n")
    .map((line, at) => ({ row: at + 1, cells: line.split(",") }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
}

function header(text: string) {
  const { row, names, dataFrom } = findHeader(head(text), recognise);
  return { row, names, dataFrom };
}

describe("the header of a table", () => {
  it.each([
    ["the first row", "name,email\nAna,ana@example.com", 1],
    ["below a title", "Leads of May\nname,email\nAna,ana@example.com", 2],
    [
      "below title, date and blank rows, filled up to the width of the table",
      "Report,,,\nDate:,2024-05-01,,\n,,,\n\nname,email,phone,city\nAna,ana@example.com,3001234567,Lima",
      5,
    ],
    [
      "below a row with an address of the sender",
      "Sent by,me@corp.com\n\nname,email,phone\nAna,ana@x.com,1",
      3,
    ],
    ["of one column", "email\nana@example.com\nbob@example.com", 1],
    ["of one column whose name is not known", "Correos\nana@example.com\nbob@example.com", 1],
    ["without rows", "name,email", 1],
    ["in unknown words above addresses", "الاسم,البريد\nمحمد,m@example.com", 1],
    ["in unknown words above numbers", "Ime,Broj\nAna,3001234567\nBob,3007654321", 1],
    ["in unknown words above words", "Ime,Grad\nAna,Zagreb\nMarko,Split", 1],
    ["in unknown words below a title", "Popis\nIme,Grad,Broj\nAna,Zagreb,123456\nMarko,Split,654321", 2],
    ["with empty names", "name,,email\nAna,x,ana@example.com", 1],
    ["with the same name twice", "name,name,email\nAna,Roe,ana@example.com", 1],
    ["with a year among the names", "name,email,2024\nAna,ana@example.com,5", 1],
    [
      "the lower of two lines, where the upper one groups",
      "Person,,Address,\nname,email,city,country\nA,a@x.com,L,PE",
      2,
    ],
    [
      "with numbers beside a known name over addresses",
      "email,2023,2024\nana@example.com,1,2\nbob@example.com,3,4",
      1,
    ],
    ["with one known name among unknown ones", "Who,Where,email\nAna,Lima,ana@example.com", 1],
  ])("is found: %s", (_, text, row) => {
    expect(header(text)).toMatchObject({ row, dataFrom: row + 1 });
  });

  it("is two lines taken together, where only together they are names", () => {
    expect(header("first,last,e-mail\nname,name,\nAna,Roe,ana@example.com")).toEqual({
      row: 2,
      names: ["first name", "last name", "e-mail"],
      dataFrom: 3,
    });
  });

  it.each([
    ["a list of addresses", "ana@example.com\nbob@example.com", 1, 1],
    ["a single address", "ana@example.com", 1, 1],
    [
      "rows of data from the first on",
      "Ana,ana@example.com,3001234567\nBob,bob@example.com,3007654321",
      1,
      3,
    ],
    ["a first row with a phone alone", "Ana Roe,+57 300 123 4567\nBob,+57 300 765 4321", 1, 2],
    ["a first row without the address the others have", "Ana,,Lima\nBob,bob@example.com,Cali", 1, 3],
    ["values that come again below", "Ana,US\nBob,US\nCid,MX", 1, 2],
    ["a title above rows of data", "Leads\nAna,Roe,ana@example.com\nBob,Poe,bob@example.com", 2, 3],
    ["addresses in angle brackets", "Ana Roe <ana@example.com>\nBob <bob@example.com>", 1, 1],
  ])("is not taken from the data: %s", (_, text, dataFrom, columns) => {
    const names = Array.from({ length: columns }, (_, at) => `Column ${at + 1}`);
    expect(header(text)).toEqual({ row: null, names, dataFrom });
  });

  it("is not found further down, where rows above it are leads", () => {
    expect(header("Ana,ana@example.com\nname,email\nBob,bob@example.com")).toMatchObject({
      row: null,
      dataFrom: 1,
    });
  });

  it("may be followed by rows that name the columns again", () => {
    const { row, secondary } = findHeader(head("name,email\nnombre,correo\nAna,ana@example.com"), recognise);
    expect(row).toBe(1);
    expect([...secondary]).toEqual([2]);
  });
});
