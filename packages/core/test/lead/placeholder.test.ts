import { describe, expect, it } from "vitest";
import { isPlaceholder } from "../../src/lead/placeholder.ts";

describe("isPlaceholder", () => {
  it.each(
    [
      ["", "  ", "-", "--", "---", "?", "???", ".", "...", "*", "_", "/"],
      [
        "n/a",
        "N/A",
        "n.a.",
        "N.A.",
        "na",
        "NA",
        "null",
        "NULL",
        "Null",
        "(null)",
        "<null>",
        "none",
        "None",
        "nil",
        "undefined",
        "NaN",
      ],
      ["#N/A", "#REF!", "#¡VALOR!", "#¿NOMBRE?", "#NV", "#N/D", "#NAME?"],
      ["unknown", "Not provided", "not available", "TBD", "no email", "No e-mail", "no phone", "xxx"],
      [
        "sin correo",
        "Sin teléfono",
        "No tiene",
        "no aplica",
        "S/D",
        "s/n",
        "desconocido",
        "NINGUNO",
        "no tiene correo electrónico",
        "nada",
      ],
      ["não informado", "Nao informado", "sem e-mail", "não possui", "não tem telefone", "desconhecido"],
      ["néant", "Aucun", "non renseigné", "pas d'email", "sans téléphone", "inconnu", "n.c."],
      ["k.A.", "k. A.", "keine Angabe", "unbekannt", "keine E-Mail", "kein Telefon", "nicht angegeben"],
      ["nessuno", "Nessuna", "sconosciuto", "non disponibile", "senza email", "n.d."],
    ]
      .flat()
      .map((text) => [text]),
  )("%j says nothing", (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  it.each([
    ...[
      "Na",
      "Nil",
      "Nada",
      "Nan",
      "Test",
      "No",
      "K.A.",
      "S. D.",
      "NC",
      "SD",
      "Jane",
      "Nulls Ltd",
      "0",
      "n/a@example.com",
    ],
    ...[
      "No me gusta esperar",
      "Nonexistent",
      "Keiner Weg GmbH",
      "+57",
      "山田",
      "note",
      "x",
      "None Such Records",
    ],
  ])("%j is a value", (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });

  it("takes a long text for a value", () => {
    expect(isPlaceholder("na ".repeat(30))).toBe(false);
    expect(isPlaceholder(" ".repeat(100))).toBe(true);
  });
});
