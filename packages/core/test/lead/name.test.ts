import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { parseName } from "../../src/lead/name.ts";

/** Full name, first name, last name. */
const NAMES: readonly [string, string, string][] = [
  // natural order, middle names, initials
  ["Jane Doe", "Jane", "Doe"],
  ["Mary Ann Fraser", "Mary Ann", "Fraser"],
  ["J.B. Hunt", "J. B.", "Hunt"],
  ["J. R. R. Tolkien", "J. R. R.", "Tolkien"],
  ["Henry", "Henry", ""],
  // particles
  ["Richard van der Dys", "Richard", "van der Dys"],
  ["Juan de la Vega", "Juan", "de la Vega"],
  ["Juergen von der Lippe", "Juergen", "von der Lippe"],
  ["Aaron bin Omar", "Aaron", "bin Omar"],
  ["Ahmad ben Husain", "Ahmad", "ben Husain"],
  ["Hussain al Robeh", "Hussain", "al Robeh"],
  ["Jack o Neill", "Jack", "o Neill"],
  ["Old Mc Donald", "Old", "Mc Donald"],
  ["Donald Rex St. Louis", "Donald Rex", "St. Louis"],
  ["Van Truong", "Van", "Truong"],
  ["Yin Le", "Yin", "Le"],
  ["Etje Heijdanus-De Boer", "Etje", "Heijdanus-De Boer"],
  // two surnames
  ["María del Carmen García López", "María del Carmen", "García López"],
  ["José Luis Rodríguez Zapatero", "José Luis", "Rodríguez Zapatero"],
  ["Cristina Fernández de Kirchner", "Cristina", "Fernández de Kirchner"],
  ["Norma Amanda Abdala de Matarazzo", "Norma Amanda", "Abdala de Matarazzo"],
  ["Agustín Oscar Rossi", "Agustín Oscar", "Rossi"],
  ["Luiz Inácio Lula da Silva", "Luiz Inácio", "Lula da Silva"],
  ["Ana Beatriz Oliveira dos Santos", "Ana Beatriz", "Oliveira dos Santos"],
  ["João Silva Filho", "João", "Silva Filho"],
  ["Santiago Ramón y Cajal", "Santiago", "Ramón y Cajal"],
  ["Jhon Fredy Castaño Gómez", "Jhon Fredy", "Castaño Gómez"],
  ["Juan de la Cruz Pérez", "Juan", "de la Cruz Pérez"],
  ["María de los Ángeles Ruiz", "María de los Ángeles", "Ruiz"],
  ["Nelson Aldrich Rockefeller", "Nelson Aldrich", "Rockefeller"],
  ["Daniel Scott Rodriguez", "Daniel Scott", "Rodriguez"],
  // commas
  ["Doe, Jane", "Jane", "Doe"],
  ["Doe, Jane Mary", "Jane Mary", "Doe"],
  ["GARCIA LOPEZ, MARIA JOSE", "Maria Jose", "Garcia Lopez"],
  ["de la Vega, Dr. Juan", "Juan", "de la Vega"],
  ["Smith Jr., John", "John", "Smith"],
  ["Davis, Sammy, Jr.", "Sammy", "Davis"],
  ["Wilson, J.R.", "J.R.", "Wilson"],
  ["Smith / Joe", "Joe", "Smith"],
  ["John Smith, CEO", "John", "Smith"],
  // titles and suffixes
  ["Dr. Jane Doe", "Jane", "Doe"],
  ["Sra. Ana López", "Ana", "López"],
  ["Ing. Carlos Pérez", "Carlos", "Pérez"],
  ["Mme Claire Dubois", "Claire", "Dubois"],
  ["M. Jean Dupont", "Jean", "Dupont"],
  ["M. Night Shyamalan", "M. Night", "Shyamalan"],
  ["Herr Dr. med. Hans Meier", "Hans", "Meier"],
  ["Dipl.-Ing. Karl Huber", "Karl", "Huber"],
  ["Dott.ssa Giulia De Luca", "Giulia", "De Luca"],
  ["Don Pedro Páramo", "Pedro", "Páramo"],
  ["Don Johnson", "Don", "Johnson"],
  ["U.S. District Judge Marc Treadwell", "Marc", "Treadwell"],
  ["Mr. Hearst", "", "Hearst"],
  ["Sir Gerald", "Gerald", ""],
  ["John P. Doe-Ray, Jr., CLU, CFP", "John P.", "Doe-Ray"],
  ["Hearst, William, M.D.", "William", "Hearst"],
  ["JOHN SMITH MD", "John", "Smith"],
  ["James J Ma", "James J", "Ma"],
  ["Bill Junior", "Bill", "Junior"],
  // nicknames, names at birth
  ['Robert "Beto" O\'Rourke', "Robert", "O'Rourke"],
  ["Benjamin (Ben) Franklin", "Benjamin", "Franklin"],
  ["Orenthal 'O. J.' James Simpson", "Orenthal James", "Simpson"],
  ["Jane Smith née Jones", "Jane", "Smith"],
  // casing
  ["RONALD MCDONALD", "Ronald", "McDonald"],
  ["CONAN O'BRIEN", "Conan", "O'Brien"],
  ["JUAN DE LA CRUZ", "Juan", "de la Cruz"],
  ["etna übel", "Etna", "Übel"],
  ["ANNE-MARIE SAINT-EXUPÉRY", "Anne-Marie", "Saint-Exupéry"],
  ["Jean-Luc PICARD", "Jean-Luc", "Picard"],
  ["DUPONT Jean", "Jean", "Dupont"],
  ["JB Hunt", "JB", "Hunt"],
  // other orders and scripts
  ["山田 太郎", "太郎", "山田"],
  ["Иванов Иван Иванович", "Иван Иванович", "Иванов"],
  ["محمد بن سلمان", "محمد", "بن سلمان"],
  ["Nguyễn Văn An", "Văn An", "Nguyễn"],
  ["Thái Quốc Nguyễn", "Thái Quốc", "Nguyễn"],
  // what exports leave
  ["Jane Doe <jane@example.com>", "Jane", "Doe"],
  ["Mr.\\r\\nPaul\\nWinters", "Paul", "Winters"],
  ["  Jane\u00a0\u200bDoe ", "Jane", "Doe"],
  ["n/a", "", ""],
];

describe("parseName", () => {
  it.each(NAMES)("%s is %s | %s", (full, firstName, lastName) => {
    expect(parseName({ full })).toMatchObject({ firstName, lastName });
  });

  it("reports titles and suffixes beside the name", () => {
    expect(parseName({ full: "Dr. John P. Doe-Ray, Jr." })).toMatchObject({
      honorific: "Dr.",
      suffix: "Jr.",
    });
    expect(parseName({ full: "Mr. and Mrs. John Smith" })).toMatchObject({
      honorific: "Mr. and Mrs.",
      firstName: "John",
    });
    expect(parseName({ first: "Jane", last: "Doe", honorific: "Sra." }).honorific).toBe("Sra.");
  });

  it.each([
    ["Acme Solutions LLC", "name.company"],
    ["Juan Pérez 2", "name.digits"],
    ["John & Jane Smith", "name.couple"],
    ["jane@example.com", "name.noName"],
    ["Kiefer William Frederick Dempsey George Rufus Sutherland", "name.natural"],
    ["Smith / Joe", "name.lastFirst"],
  ])("is not certain of %s", (full, rule) => {
    expect(parseName({ full })).toMatchObject({ certain: false, rule });
  });

  it.each([["Jane Doe"], ["Doe, Jane"], ["María García López"], ["Richard van der Dys"], ["Herr Schmidt"]])(
    "is certain of %s",
    (full) => {
      expect(parseName({ full }).certain).toBe(true);
    },
  );

  it("leaves what is no name whole", () => {
    expect(parseName({ full: "Acme Solutions LLC" })).toMatchObject({
      firstName: "Acme Solutions LLC",
      lastName: "",
    });
  });

  it("keeps the surnames of a couple apart from their first names only when they share one", () => {
    expect(parseName({ full: "John and Jane Smith" })).toMatchObject({
      firstName: "John and Jane",
      lastName: "Smith",
    });
    expect(parseName({ full: "John Doe and Jane Smith" })).toMatchObject({
      firstName: "John Doe and Jane Smith",
      lastName: "",
    });
  });

  it("takes columns of first, middle and last name as they are divided", () => {
    expect(parseName({ first: "MARIA", middle: "JOSE", last: "GARCIA LOPEZ" })).toMatchObject({
      firstName: "Maria Jose",
      lastName: "Garcia Lopez",
      rule: "name.columns",
    });
    expect(parseName({ first: "Justice", last: "Smith" })).toMatchObject({
      firstName: "Justice",
      lastName: "Smith",
    });
    expect(parseName({ first: "Dr.", last: "Smith" })).toMatchObject({
      firstName: "",
      lastName: "Smith",
      honorific: "Dr.",
    });
  });

  it("divides a column of first names that holds whole names", () => {
    expect(parseName({ first: "Jane Doe", last: "-" })).toMatchObject({ firstName: "Jane", lastName: "Doe" });
    expect(parseName({ first: "Jane Doe", last: "Doe" })).toMatchObject({
      firstName: "Jane",
      lastName: "Doe",
    });
    expect(parseName({ first: "María José", last: "" })).toMatchObject({
      firstName: "María José",
      lastName: "",
    });
  });

  it("reads surnames first where the source writes them so", () => {
    expect(parseName({ full: "Nagy János Péter", surnameFirst: true })).toMatchObject({
      firstName: "János Péter",
      lastName: "Nagy",
    });
  });

  it("answers for long and hostile text without splitting it", () => {
    expect(parseName({ full: `${"a ".repeat(5000)}b` }).certain).toBe(false);
    expect(parseName({ full: "((((((((".repeat(20) }).certain).toBe(false);
  });
});

const WORD = fc.constantFrom(
  ..."Jane DOE maría JOSE García LOPEZ de la Van von y e Y Jr. Senior III MD Ph.D. Dr. Mr. Sra. Judge Don M. J.B. O'Brien mcdonald".split(
    " ",
  ),
  ..."al- JB Smith-Jones Pedro and & ( ) \" ' , ; / . - 2nd V I Filho née Prince Ma. José 山田 太郎 Иван Иванович İnci d' ß Acme Inc".split(
    " ",
  ),
);
const TEXT = fc.oneof(
  fc.array(WORD, { maxLength: 7 }).map((words) => words.join(" ")),
  fc.string({ unit: "grapheme", maxLength: 30 }),
);

describe("standardising a name twice is standardising it once", () => {
  it("for a whole name", () => {
    fc.assert(
      fc.property(TEXT, (full) => {
        const { firstName, lastName } = parseName({ full });
        expect(parseName({ first: firstName, last: lastName })).toMatchObject({ firstName, lastName });
      }),
      { numRuns: 2000 },
    );
  });

  it("for columns", () => {
    fc.assert(
      fc.property(TEXT, TEXT, (first, last) => {
        const name = parseName({ first, last });
        const { firstName, lastName } = name;
        expect(parseName({ first: firstName, last: lastName })).toMatchObject({ firstName, lastName });
      }),
      { numRuns: 2000 },
    );
  });
});

const CASES = new URL("../../../../../shared/corpora/names/cases.json", import.meta.url);
const Cases = z.array(
  z.object({ input: z.string(), first: z.string(), middle: z.string(), last: z.string(), note: z.string() }),
);

describe.skipIf(!existsSync(CASES))(
  "names of other parsers' tests (skipped where shared/corpora is missing)",
  () => {
    it("agree in first and last name in 95 of 100", () => {
      const plain = (text: string): string =>
        text.toLowerCase().replace(/[.,]/g, "").replace(/\s+/g, " ").trim();
      const cases = Cases.parse(JSON.parse(readFileSync(CASES, "utf8")));
      const right = cases.filter(({ input, first, middle, last }) => {
        const name = parseName({ full: input });
        const firsts = [first, `${first} ${middle}`].map(plain);
        return plain(name.lastName) === plain(last) && firsts.includes(plain(name.firstName));
      });
      expect(right.length / cases.length).toBeGreaterThanOrEqual(0.95);
    });
  },
);
