import { SENTENCES, say, told } from "@millrace/core/sentence";
import { describe, expect, it } from "vitest";
import { en } from "../src/i18n/en/index.ts";
import { es } from "../src/i18n/es/index.ts";
import { sentences } from "../src/i18n/es/sentence/index.ts";
import { formatsOf } from "../src/i18n/format.ts";
import { fill, type Message } from "../src/i18n/messages.ts";
import { inLanguage, type ToldText } from "../src/i18n/sentences.ts";

const ENGLISH = new Map<string, Message>(Object.entries(en));
const SPANISH = new Map<string, Message>(Object.entries(es));

/** The names that a message is filled with; a form may do without one, such as "one row". */
function namesIn(message: Message): string[] {
  const text = typeof message === "string" ? message : message.other;
  return [...new Set(text.match(/\{\w+\}/g))].sort();
}

describe("messages", () => {
  it.each([...ENGLISH.keys()])("%s: in Spanish with the same names", (key) => {
    const [english = "", spanish = ""] = [ENGLISH.get(key), SPANISH.get(key)];
    expect(namesIn(spanish)).toEqual(namesIn(english));
    expect(typeof spanish).toBe(typeof english);
    for (const text of typeof spanish === "string" ? [spanish] : Object.values(spanish))
      expect(text).not.toBe("");
  });

  it("say numbers as the language does, and texts as they are", () => {
    const message = { one: "{count} fila de {file}", other: "{count} filas de {file}" };
    const say = (count: number) => fill({ message, params: { count, file: "{count}<b>" }, language: "es" });
    expect([say(1), say(12_000)]).toEqual(["1 fila de {count}<b>", "12.000 filas de {count}<b>"]);
  });

  it("a name that is not given stays, to be seen", () => {
    expect(fill({ message: "of {whole}", params: {}, language: "en" })).toBe("of {whole}");
  });
});

describe("what the API says", () => {
  const CODES = Object.keys(SENTENCES);
  const spanishOf = new Map<string, Message>(Object.entries(sentences));
  const englishOf = new Map<string, Message>(Object.entries(SENTENCES));
  /** Names, with those of numbers as a translation has them. */
  const namesOf = (message: Message) => namesIn(plain(message));
  const plain = (message: Message): Message =>
    typeof message === "string"
      ? message.replaceAll(", number}", "}")
      : { one: String(plain(message.one)), other: String(plain(message.other)) };

  it.each(CODES)("%s: in Spanish, with the same names and other words", (code) => {
    const [english = "", spanish = ""] = [englishOf.get(code), spanishOf.get(code)];
    expect(namesOf(spanish)).toEqual(namesOf(english));
    expect(typeof spanish).toBe(typeof english);
    expect(spanish).not.toEqual(plain(english));
    expect(spanish).not.toBe("");
  });

  const inSpanish = (told: ToldText) => inLanguage({ told, sentences, language: "es" });

  it("is said in the page's language, with its numbers as that writes them", () => {
    const message = say("file.recordBytes", { file: "leads.csv", row: 12_345, most: 1_048_576 });
    expect(inSpanish(told(message))).toBe(
      "leads.csv: la fila 12.345 ocupa más de 1.048.576 bytes: corrija la fila e importe el archivo de nuevo",
    );
    expect(inSpanish(told(say("note.short", { count: 1 })))).toBe(
      "1 fila tiene menos celdas que el encabezado.",
    );
  });

  it("is said as the API says it where the page has no words for it, or not all that belongs to them", () => {
    expect(inSpanish(told("TypeError: x"))).toBe("TypeError: x");
    expect(inSpanish({ message: "of a newer one", code: "newer", params: {} })).toBe("Of a newer one");
    const old = { message: "the row is too large", code: "row.tooLarge", params: {} };
    expect(inSpanish(old)).toBe("The row is too large");
  });
});

describe("formats", () => {
  const [english, spanish] = [formatsOf("en"), formatsOf("es")];

  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [1_023, "1,023 bytes"],
    [1_500, "1.5 kB"],
    [52_428_800, "50 MB"],
    [null, "–"],
  ])("%s bytes: %s", (bytes, text) => expect(english.bytes(bytes)).toBe(text));

  it.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1_400, "1 sec"],
    [65_000, "1 min, 5 sec"],
    [3_600_000, "1 hr"],
    [90_061_000, "1 day, 1 hr"],
    [null, "–"],
  ])("%s ms: %s", (ms, text) => expect(english.duration(ms)).toBe(text));

  it.each([
    [0, "$0.00"],
    [0.00123, "$0.0012"],
    [12.345, "$12.35"],
  ])("%s dollars: %s", (usd, text) => expect(english.usd(usd)).toBe(text));

  it.each([
    [-5_000, "5 seconds ago"],
    [-61_000, "1 minute ago"],
    [7_200_000, "in 2 hours"],
    [0, "now"],
  ])("%s ms from now: %s", (ms, text) => expect(english.relative(1e12 + ms, 1e12)).toBe(text));

  it("as Spanish writes them", () => {
    expect(spanish.number(1_234_567.5)).toBe("1.234.567,5");
    expect(spanish.percent(0.125)).toMatch(/^12,5\s%$/);
    expect(spanish.relative(1e12 - 61_000, 1e12)).toBe("hace 1 minuto");
  });
});
