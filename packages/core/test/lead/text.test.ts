import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanCompany, cleanTitle, collapseSpace, isShouting, properCase } from "../../src/lead/text.ts";

describe("collapseSpace", () => {
  it.each([
    ["  Jane \t Doe\n", "Jane Doe"],
    ["Jane\r\nDoe", "Jane Doe"],
    ["Jane\u00a0\u3000Doe", "Jane Doe"],
    ["Ja\u200bne\u202e", "Jane"],
    ["Ja\u0000ne", "Jane"],
    ["Jose\u0301", "José"],
    ["a \u200b b", "a b"],
    ["\ud800x", "\ufffdx"],
  ])("%j becomes %j", (text, tidy) => {
    expect(collapseSpace(text)).toBe(tidy);
  });
});

describe("isShouting", () => {
  it.each([
    ["JANE DOE", true],
    ["ÑANDÚ", true],
    ["J", false],
    ["Jane", false],
    ["123", false],
    ["山田", false],
  ])("%s: %s", (text, shouting) => {
    expect(isShouting(text)).toBe(shouting);
  });
});

describe("properCase", () => {
  it.each([
    ["RONALD MCDONALD", "Ronald McDonald"],
    ["OLD MACDONALD", "Old MacDonald"],
    ["ANA MACHADO", "Ana Machado"],
    ["conan o'brien", "Conan O'Brien"],
    ["NU'MAN D’ANGELO", "Nu'man D’Angelo"],
    ["GIULIA DELL'AQUILA", "Giulia Dell'Aquila"],
    ["JUAN DE LA CRUZ Y ORTEGA", "Juan de la Cruz y Ortega"],
    ["MARINE LE PEN", "Marine Le Pen"],
    ["LUDWIG VAN DER ROHE", "Ludwig van der Rohe"],
    ["JEAN-LUC SAINT-EXUPÉRY", "Jean-Luc Saint-Exupéry"],
    ["J.R. EWING", "J.R. Ewing"],
    ["j AL", "J Al"],
    ["İBRAHİM ÇELİK", "İbrahim Çelik"],
    ["DeShawn LaToya", "DeShawn LaToya"],
    ["JB Hunt", "JB Hunt"],
    ["山田 太郎", "山田 太郎"],
    ["ИВАНОВ", "ИВАНОВ"],
  ])("%s becomes %s", (text, proper) => {
    expect(properCase(text)).toBe(proper);
  });
});

describe("cleanCompany", () => {
  it.each([
    ['  "Acme   Ltd"  ', "Acme Ltd"],
    ["IBM", "IBM"],
    ["ACME", "ACME"],
    ["adidas", "adidas"],
    ["COMERCIALIZADORA BBVA DEL NORTE LTDA.", "Comercializadora BBVA del Norte Ltda."],
    ["Müller gmbh", "Müller GmbH"],
    ["Acme INC.", "Acme Inc."],
    ["Grupo Norte s.a.s.", "Grupo Norte S.A.S."],
    ["S.A.S.", "S.A.S."],
    ["McDonald's", "McDonald's"],
    ["3M", "3M"],
  ])("%s becomes %s", (text, company) => {
    expect(cleanCompany(text)).toBe(company);
  });
});

describe("cleanTitle", () => {
  it.each([
    ["SALES MANAGER", "Sales Manager"],
    ["director de ti", "Director de TI"],
    ["ceo", "CEO"],
    ["CO-FOUNDER & CTO", "Co-Founder & CTO"],
    ["Head of iOS", "Head of iOS"],
    ["leiter der entwicklung", "Leiter der Entwicklung"],
    ["VP/SALES", "VP/Sales"],
  ])("%s becomes %s", (text, title) => {
    expect(cleanTitle(text)).toBe(title);
  });
});

it.each<[string, (text: string) => string]>([
  ["collapseSpace", collapseSpace],
  ["properCase", properCase],
  ["cleanCompany", cleanCompany],
  ["cleanTitle", cleanTitle],
])("%s twice is once", (_name, clean) => {
  const words = fc.constantFrom(
    ..."ACME acme Inc. LTDA s.a.s. DE la O'BRIEN mcdonald \" ' « » İ ß ŒUVRE ǆ - / CEO ti \u200b".split(" "),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(words, { maxLength: 6 }).map((parts) => parts.join(" ")),
  );
  fc.assert(
    fc.property(text, (input) => {
      expect(clean(clean(input))).toBe(clean(input));
    }),
    { numRuns: 2000 },
  );
});
