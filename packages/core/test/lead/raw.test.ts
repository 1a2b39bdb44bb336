import { describe, expect, it } from "vitest";
import { mapColumns, rawLead } from "../../src/lead/index.ts";

const mapping = mapColumns({ header: ["Name", "E-Mail", "", "millrace_code"], sample: [], overrides: {} });

describe("a raw row", () => {
  it("has the filled cells with their columns, left to right", () => {
    expect(rawLead({ mapping, cells: ["Ana", " ", "x"] })).toEqual([
      { header: "Name", target: "fullName", text: "Ana" },
      { header: "Column 3", target: null, text: "x" },
    ]);
  });

  it("names cells beyond the header by their place", () => {
    expect(rawLead({ mapping, cells: ["", "", "", "", "more"] })).toEqual([
      { header: "Column 5", target: null, text: "more" },
    ]);
  });

  it("leaves out ignored columns and Millrace's own", () => {
    const ignoring = mapColumns({
      header: ["Name", "Millrace_Row"],
      sample: [],
      overrides: { Name: "ignore" },
    });
    expect(rawLead({ mapping: ignoring, cells: ["Ana", "7"] })).toEqual([]);
    expect(rawLead({ mapping, cells: ["", "", "", "row.unidentified"] })).toEqual([]);
  });

  it.each([
    ["'+57 300", "+57 300"],
    ["''=1+1", "'=1+1"],
    ["'s Gravenhage", "'s Gravenhage"],
    ["=1+1", "=1+1"],
  ])("takes one guard against formulas off %j", (cell, text) => {
    expect(rawLead({ mapping, cells: [cell] })[0]?.text).toBe(text);
  });
});
