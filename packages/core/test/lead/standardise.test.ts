import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guardFormula } from "../../src/export/formula.ts";
import {
  type ColumnTarget,
  identify,
  LEAD_FIELDS,
  type LeadFields,
  mapColumns,
  type RawLead,
  rawLead,
  standardise,
} from "../../src/lead/index.ts";

/** A lead as an export has it, read again. */
function reimported(fields: LeadFields): RawLead {
  const mapping = mapColumns({ header: LEAD_FIELDS, sample: [], overrides: {} });
  return rawLead({ mapping, cells: LEAD_FIELDS.map((field) => guardFormula(fields[field])) });
}

function lead(row: Record<string, string>): LeadFields {
  const header = Object.keys(row);
  const cells = Object.values(row);
  const mapping = mapColumns({ header, sample: [cells], overrides: {} });
  return standardise({ raw: rawLead({ mapping, cells }), country: "CO" }).fields;
}

const cell = fc.record({
  header: fc.constantFrom(
    "Name",
    "E-Mail",
    "Owner e-mail",
    "Nota",
    "Column 7",
    "Teléfono",
    "País",
    "Title",
    "x:y; z",
  ),
  target: fc.constantFrom<(ColumnTarget | null)[]>(
    null,
    ...LEAD_FIELDS,
    "fullName",
    "middleName",
    "honorific",
    "nameSuffix",
    "country",
    "otherPerson",
  ),
  text: fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc
      .array(
        fc.constantFrom(
          ...[
            "Jane",
            "DOE",
            "van",
            "der",
            "García",
            "Dr.",
            "Mr",
            "Jr.",
            "S.A.S.",
            "Acme",
            "CEO",
            "n/a",
            "-",
            ",",
            ";",
            "(work)",
          ],
          ...[
            "jane@example.com",
            "<J@X.COM>",
            "bad@",
            "a@b.co m",
            "300 123 4567",
            "+57 1 2345678",
            "0049 170 1234567",
            "ext. 12",
          ],
          ...["Owner e-mail:", "Bogotá", "Colombia", "'=1+1", "@", "/", '"', "王小明", "محمد"],
        ),
        { minLength: 1, maxLength: 6 },
      )
      .map((words) => words.join(" ")),
  ),
});

describe("a standardised lead", () => {
  it("is standardised already", () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 8 }), (raw) => {
        const once = standardise({ raw, country: "CO" }).fields;
        expect(standardise({ raw: reimported(once), country: "CO" }).fields).toEqual(once);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    [{ "First name": "jane@example.co m", "Middle name": "Mary", "Last name": "Doe" }],
    [{ "First name": "Mary", "Middle name": "jane@example.co m", "Last name": "Doe" }],
    [{ Nombre: "Mary", "Primer apellido": "jane@example.co m", "Segundo apellido": "Doe" }],
  ])("has no address that no cell has: %o", (row: Record<string, string>) => {
    const fields = lead(row);
    expect(fields.email).toBe("");
    expect(standardise({ raw: reimported(fields), country: "CO" }).fields).toEqual(fields);
    const kept = Object.values(fields).join("; ").toLowerCase();
    for (const text of Object.values(row)) expect(kept).toContain(text.toLowerCase());
  });

  it("has the identity of its row, where that has an e-mail", () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 8 }), (raw) => {
        const identity = identify({ raw, tenantId: "acme", country: "CO" });
        const { fields } = standardise({ raw, country: "CO" });
        if ("rejected" in identity) expect(fields.email).toBe("");
        else expect(identity.email).toBe(fields.email);
      }),
    );
  });
});

describe("a row", () => {
  it("gives its fields, whatever the language of its columns", () => {
    expect(
      lead({
        "Nombre completo": "GARCÍA LÓPEZ, Dra. María",
        Cargo: "GERENTE DE VENTAS",
        Empresa: "Café del Sur S.A.S.",
        "Correo electrónico": " <Maria.Garcia@Example.COM> ",
        Celular: "300 123 45 67",
        Observaciones: "Llamar  en la tarde",
        Ciudad: "Bogotá",
      }),
    ).toEqual({
      firstName: "María",
      lastName: "García López",
      title: "Gerente de Ventas",
      company: "Café del Sur S.A.S.",
      email: "maria.garcia@example.com",
      phone: "+573001234567",
      remarks: "Llamar en la tarde; Honorific: Dra.; Ciudad: Bogotá",
    });
  });

  it.each([
    ["an unusable e-mail", { "E-Mail": "bad-email", Name: "Ana Ruiz" }, "email", "", "E-Mail: bad-email"],
    ["an unusable phone", { Phone: "call me", Name: "Ana Ruiz" }, "phone", "", "Phone: call me"],
    ["a second address", { Email: "a@x.com; b@x.com" }, "email", "a@x.com", "Email: b@x.com"],
    [
      "a label beside an address",
      { Name: "Ana Ruiz", Email: "a@x.com (work)" },
      "email",
      "a@x.com",
      "Email: work",
    ],
    [
      "the owner's address",
      { Name: "Ana", "Lead owner email": "boss@x.com" },
      "email",
      "",
      "Lead owner email: boss@x.com",
    ],
    [
      "a number not chosen",
      { Mobile: "3001234567", "Work phone": "6012281260" },
      "phone",
      "+573001234567",
      "Work phone: 6012281260",
    ],
    [
      "a job title beside a form of address",
      { Title: "Dr.", "Job title": "CEO" },
      "title",
      "CEO",
      "Title: Dr.",
    ],
    [
      "a name that says more",
      { "First name": "Ana", "Last name": "Ruiz", "Display name": "Anita R." },
      "firstName",
      "Ana",
      "Display name: Anita R.",
    ],
  ] as const)("keeps %s in the remarks", (_, row, field, value, remarks) => {
    const fields = lead(row);
    expect(fields[field]).toBe(value);
    expect(fields.remarks).toBe(remarks);
  });

  it.each([
    ["in another column", { Name: "Ana", Website: "ana@x.com" }, "ana@x.com"],
    ["within a note", { Name: "Ana", Notes: "write to ana@x.com, please" }, "ana@x.com"],
    ["in place of a name", { Name: "ana@x.com", Phone: "3001234567" }, "ana@x.com"],
    [
      "in the second column where the first has none",
      { "Email 1": "n/a", "Email 2": "ana@x.com" },
      "ana@x.com",
    ],
    [
      "of the primary column before another",
      { "Other email": "b@x.com", "Primary email": "a@x.com" },
      "a@x.com",
    ],
  ])("finds its address %s", (_, row, email) => {
    expect(lead(row as Record<string, string>).email).toBe(email);
  });

  it.each([
    [
      "the name beside the address, where it has no other",
      { Email: "Jane Doe <j@x.com>" },
      { firstName: "Jane", lastName: "Doe" },
    ],
    [
      "the number beside the address",
      { "Email / Phone": "j@x.com / 3001234567" },
      { phone: "+573001234567" },
    ],
    [
      "the mobile before work and home",
      { "Home phone": "6012281260", Phone: "6012281261", Cell: "3001234567" },
      { phone: "+573001234567" },
    ],
    [
      "the next number where the first is unusable",
      { Mobile: "x", Phone: "3001234567" },
      { phone: "+573001234567" },
    ],
    [
      "its country's reading of a number",
      { Phone: "0170 1234567", Land: "Deutschland" },
      { phone: "+491701234567" },
    ],
    [
      "both surnames",
      { Nombre: "Ana", "Apellido paterno": "Ruiz", "Apellido materno": "Gil" },
      { firstName: "Ana", lastName: "Ruiz Gil" },
    ],
    [
      "a company that stands in place of the name",
      { Name: "Acme Tools GmbH", Email: "i@x.com" },
      { company: "Acme Tools GmbH", firstName: "" },
    ],
    [
      "the family name of a column Nom beside Prénom",
      { Nom: "Dupont", Prénom: "Jean" },
      { firstName: "Jean", lastName: "Dupont" },
    ],
  ])("takes %s", (_, row, fields) => {
    expect(lead(row as Record<string, string>)).toMatchObject(fields);
  });

  it("says what gave each field", () => {
    const raw: RawLead = [
      { header: "Nombre", target: "fullName", text: "Ana Ruiz" },
      { header: "Correo", target: "email", text: "ana@x.com" },
    ];
    expect(standardise({ raw, country: null }).by).toMatchObject({
      firstName: expect.stringMatching(/^rule:name\./),
      email: "column:Correo",
    });
  });

  it("says what could not be used, without the text", () => {
    const raw: RawLead = [
      { header: "Mail", target: "email", text: "ana(at)x.com" },
      { header: "Tel", target: "phone", text: "soon" },
    ];
    const { issues } = standardise({ raw, country: null });
    expect(issues.map(({ code, field }) => [code, field])).toEqual([
      ["email.invalid", "email"],
      ["phone.invalid", "phone"],
    ]);
    expect(JSON.stringify(issues)).not.toMatch(/ana|soon/);
  });
});

describe("the identity of a row", () => {
  const identity = (raw: RawLead, tenantId = "acme") => identify({ raw, tenantId, country: "CO" });
  const at = (text: string): RawLead => [{ header: "Mail", target: "email", text }];

  it("is its e-mail, however written", () => {
    expect(identity(at("Jane@Example.com"))).toEqual(identity(at("mailto:jane@example.com ")));
    expect(identity(at("jane+x@example.com"))).not.toEqual(identity(at("jane@example.com")));
  });

  it("is the tenant's own", () => {
    expect(identity(at("jane@example.com"), "other")).not.toEqual(identity(at("jane@example.com")));
  });

  it("without an e-mail is all its fields", () => {
    const row = (name: string): RawLead => [{ header: "Name", target: "fullName", text: name }];
    expect(identity(row("Ana  RUIZ"))).toEqual(identity(row("ANA RUIZ ")));
    expect(identity(row("Ana Ruiz"))).not.toEqual(identity(row("Eva Ruiz")));
  });

  it.each([
    ["nothing", []],
    ["placeholders", [{ header: "Mail", target: "email" as const, text: "n/a" }]],
    ["remarks only", [{ header: "City", target: null, text: "Bogotá" }]],
    [
      "an unusable e-mail and phone",
      [...at("invalid-email"), { header: "Tel", target: "phone" as const, text: "not-a-phone" }],
    ],
  ])("is missing from a row of %s", (_, raw) => {
    expect(identity(raw)).toEqual({
      rejected: { code: "row.unidentified", field: "", message: expect.any(String) },
    });
  });
});
