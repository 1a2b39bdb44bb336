import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMask } from "../../src/model/lead/mask.ts";
import { consistsOf, vocabularyOf } from "../../src/model/lead/words.ts";

describe("a mask", () => {
  it.each([
    ["Ana <ana@acme.co>, tel. 300 123 4567", "Ana <⟦E1⟧>, tel. ⟦P1⟧"],
    ["mailto:ana@acme.co;b@acme.co", "mailto:⟦E1⟧;⟦E2⟧"],
    ["ana@acme.co or ana@acme.co", "⟦E1⟧ or ⟦E1⟧"],
    ["ana @ acme.co", "⟦E1⟧"],
    ["CEO @ Acme", "CEO @ Acme"],
    ["ana (at) acme.co", "⟦E1⟧"],
    ["ana [arroba] acme.co", "⟦E1⟧"],
    ['"ana ruiz"@acme.co', "⟦E1⟧"],
    ["ａｎａ＠ａｃｍｅ．ｃｏ", "⟦E1⟧"],
    ["an\u200Ba@ac\u00ADme.co", "⟦E1⟧"],
    ["ana@@acme.co", "⟦E1⟧"],
    ["a{b}/c|d@acme.co/Ana", "⟦E1⟧/Ana"],
    ["@anaruiz", "@anaruiz"],
    ["+57 (300) 123-4567 ext. 12", "⟦P1⟧ ext. 12"],
    ["(300)1234567", "⟦P1⟧"],
    ["3.001234567E9", "⟦P1⟧E9"],
    ["300_123_4567", "⟦P1⟧"],
    ["3\u200B00\u2060 123 45 67", "⟦P1⟧"],
    ["３００１２３４５６７", "⟦P1⟧"],
    ["٣٠٠١٢٣٤٥٦٧", "⟦P1⟧"],
    ["NIT 900.123.456-7", "NIT ⟦P1⟧"],
    ["since 2019, ZIP 11011", "since 2019, ZIP 11011"],
    ["⟦E1⟧ ana@acme.co", "⟦X1⟧E1⟦X2⟧ ⟦E1⟧"],
  ])("hides the contacts of %j", (text, hidden) => {
    expect(createMask().hide(text)).toBe(hidden);
  });

  it.each([
    ["12-34", "⟦P1⟧"],
    ["casa 45", "casa ⟦P1⟧"],
    ["Ana Ruiz", "Ana Ruiz"],
  ])("hides every digit of a phone column: %j", (text, hidden) => {
    expect(createMask().hidePhoneCell(text)).toBe(hidden);
  });

  it.each([
    ["ana.acme.co", "⟦E1⟧"],
    ["ana_ruiz", "⟦E1⟧"],
    ["Ana Ruiz", "Ana Ruiz"],
    ["Ana Ruiz <ana@acme.co>", "Ana Ruiz <⟦E1⟧>"],
  ])("hides attempts at an address in a column of e-mails: %j", (text, hidden) => {
    expect(createMask().hideEmailCell(text)).toBe(hidden);
  });

  it.each(["⟦E2⟧", "⟦E1", "E1⟧", "⟦e1⟧", "⟦ E1 ⟧", "⟦E1⟧⟧", "⟦⟧"])("restores nothing from %j", (text) => {
    const mask = createMask();
    mask.hide("ana@acme.co");
    expect(mask.restore(text)).toBeNull();
  });

  const piece = fc.constantFrom(
    "ana@acme.co",
    "300 123 4567",
    "⟦",
    "⟧",
    "E1",
    "P1",
    " ",
    "Ana",
    "+",
    "@",
    "(at)",
    "9",
  );
  it("restores what it hid, for any text", () =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const mask = createMask();
        const text = pieces.join("").replace(/\s+/g, " ").trim();
        expect(mask.restore(mask.hide(text))).toBe(text);
      }),
    ));

  it("takes time in proportion to the text", () => {
    for (const text of [
      "a".repeat(30_000),
      "1-".repeat(15_000),
      `${"a@".repeat(15_000)}`,
      '"'.repeat(30_000),
      " @".repeat(15_000),
    ]) {
      createMask().hide(text);
    }
  });
});

describe("the words of a row", () => {
  const vocabulary = vocabularyOf(["PÉREZ GÓMEZ maría-josé", "Acme S.A.S.", "O'Brien", "张伟", "⟦E1⟧"]);
  it.each([
    ["María José Pérez Gómez", true],
    ["MARÍA-JOSÉ", true],
    ["Acme SAS", true],
    ["Acme S.A.S", true],
    ["O’Brien", true],
    ["伟 张", true],
    ["⟦E1⟧", true],
    ["", true],
    ["Maria", false],
    ["Pérez Peña", false],
    ["Acme Sociedad", false],
    ["⟦E2⟧", false],
    ["王", false],
    ["PérezGómez", false],
  ])("make up %j: %s", (text, expected) => {
    expect(consistsOf(text, vocabulary)).toBe(expected);
  });
});
