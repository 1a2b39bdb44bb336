import { describe, expect, it } from "vitest";
import { bufferSource, openTable } from "../../src/file/index.ts";
import { codeColumns, codeOfRow, recogniseCatalogHeader } from "../../src/product/index.ts";

const asins = ["B0D8W1YVBX", "B001GZ6QEC", "B0F7XPYCSJ", "0306406152", "B000000001"];
const upcs = ["036000291452", "36000291452", "001234567895", "009876543215", "000440000127"];

/** The names of the columns found, in their order. */
const found = (header: string[], ...rows: string[][]) =>
  codeColumns({ header, sample: rows }).map((column) => column.header);

describe("columns of product codes", () => {
  it.each([
    [["SKU", "ASIN", "Title"], ["ASIN"]],
    [
      ["EAN", "asin", "ISBN-13"],
      ["asin", "ISBN-13", "EAN"],
    ],
    [["UPC Code", "Parent ASIN"], ["UPC Code"]],
    [["Código de barras", "Precio"], ["Código de barras"]],
    [["Code-barres", "Prix"], ["Code-barres"]],
    [["Strichcode (EAN-13)"], ["Strichcode (EAN-13)"]],
    [["external_product_id", "external_product_id_type"], ["external_product_id"]],
    [["GTIN-14/UPC/EAN"], ["GTIN-14/UPC/EAN"]],
    [
      ["productUPC", "EANCode", "listPrice"],
      ["productUPC", "EANCode"],
    ],
    [
      ["Cód. Barras", "Code à barres"],
      ["Cód. Barras", "Code à barres"],
    ],
    [
      ["Штрих-код", "バーコード", "条形码"],
      ["Штрих-код", "バーコード", "条形码"],
    ],
    [["Oceanic", "Basin", "Cup cake", "Code"], []],
    [["Name", "Price"], []],
  ])("of %j are %j by their names", (header, names) => {
    expect(found(header)).toEqual(names);
  });

  it("are found by what is in them where no name says so", () => {
    const rows = asins.map((asin, n) => [String(n), asin, upcs[n] ?? "", "57.1"]);
    expect(found(["No", "Reference", "Number", "Price"], ...rows)).toEqual(["Reference", "Number"]);
    expect(found([], ["B0D8W1YVBX"])).toEqual([""]);
    expect(found(["Code", "Qty"], ["4006381333931", "1"], ["5901234123457", "2"])).toEqual(["Code"]);
  });

  it("are not found by one number in ten, nor in a shop's numbers that begin with B", () => {
    expect(found(["Order", "Qty"], ["4006381333931", "1"])).toEqual([]);
    expect(found(["SKU"], ...asins.map((_, n) => [`BX-${1000 + n}-12A`]))).toEqual([]);
  });

  it("are not found in phone numbers, prices and a shop's own numbers", () => {
    const rows = ["3001234567", "3109876543", "3201112233", "3157654321", "3012223344"].map((phone, n) => [
      phone,
      String(n * 1000 + 12_345_678),
      `SKU-${n}`,
    ]);
    expect(found(["Phone", "Order", "Product ID"], ...rows)).toEqual([]);
  });

  it("with wrong check digits are found all the same, so that their rows are rejected", () => {
    const rows = Array.from({ length: 9 }, (_, n) => [`40063813339${n}0`]);
    expect(found(["EAN"], ...rows)).toEqual(["EAN"]);
  });

  it("show which row is the header", () => {
    expect(recogniseCatalogHeader(["Item", "ASIN", "Qty", "Price (USD)"])).toBe(4);
    expect(recogniseCatalogHeader(["Spring list 2026", "", "", ""])).toBe(0);
    expect(recogniseCatalogHeader(["Barcode 128", "Item 12345678", "4006381333932"])).toBe(2);
    expect(recogniseCatalogHeader(["Item", "Product", "B0D8W1YVBX"])).toBe(-1);
    expect(recogniseCatalogHeader(["Item", "Product", "36000291452"])).toBe(-1);
  });

  it.each([
    ["an ASIN", "B0D8W1YVBX"],
    ["ASINs", "B0D8W1YVBX\nB0F7XPYCSJ"],
    ["ASINs and names", "Product one,B0D8W1YVBX,Item\nProduct two,B0F7XPYCSJ,Item"],
    ["addresses", "lamp;https://www.amazon.com/dp/B0D8W1YVBX\nmug;https://www.amazon.com/dp/B0F7XPYCSJ"],
    ["a book", "9780306406157"],
    ["UPCs", "036000291452\n36000291452"],
    ["EANs and names", "Product lamp,4006381333931,Brand x\nProduct mug,5901234123457,Brand y"],
  ])("and their rows are found where there is no header: %s", async (_, text) => {
    const source = bufferSource({ name: "x.csv", bytes: Buffer.from(text) });
    const table = await openTable({ source, recognise: recogniseCatalogHeader });
    const rows: string[][] = [];
    for await (const { cells } of table.rows()) rows.push(cells);
    const columns = codeColumns({ header: table.header, sample: rows });
    expect(rows.map((cells) => "code" in codeOfRow({ columns, cells }))).toEqual(
      text.split("\n").map(() => true),
    );
  });
});

describe("a row's product", () => {
  const columns = codeColumns({ header: ["EAN", "ASIN", "Title"], sample: [] });

  it.each([
    [["4006381333931", "B0D8W1YVBX", ""], { kind: "asin", code: "B0D8W1YVBX" }],
    [["4006381333931", "n/a", ""], { kind: "ean", code: "4006381333931" }],
    [["4006381333931", "typo", ""], { kind: "ean", code: "4006381333931" }],
    [["4.00638E+12", "", ""], { issue: "code.damaged", text: "4.00638E+12" }],
    [["4006381333932", "-", ""], { issue: "code.checkDigit", text: "4006381333932" }],
    [["", "", "Serum"], { issue: "code.missing", text: "" }],
    [[], { issue: "code.missing", text: "" }],
  ])("of %j is %j", (cells, expected) => {
    expect(codeOfRow({ columns, cells })).toEqual(expected);
  });

  it("in a column of UPCs is one, where an ISBN-10 would fit as well", () => {
    // Both check digits fit.
    const text = "1234567857";
    const under = (header: string) =>
      codeOfRow({ columns: codeColumns({ header: [header], sample: [] }), cells: [text] });
    expect(under("ISBN")).toEqual({ kind: "asin", code: text });
    expect(under("UPC")).toEqual({ kind: "upc", code: `00${text}` });
  });
});
