import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailsIn, isEmail, normaliseEmail } from "../../src/lead/index.ts";

describe("the normal form of an e-mail", () => {
  it.each([
    [" Jane.Doe@Example.COM ", "jane.doe@example.com"],
    ["mailto:jane@example.com", "jane@example.com"],
    ["<jane@example.com>", "jane@example.com"],
    ["MAILTO: jane@example.com", "jane@example.com"],
    ["ｊａｎｅ＠example．com", "jane@example.com"],
    ["jane\u200b@exam\u00adple.com", "jane@example.com"],
    ["\u3000jane@example.com\u00a0", "jane@example.com"],
    ["jane+news@example.com", "jane+news@example.com"],
    ["j.a.n.e@gmail.com", "j.a.n.e@gmail.com"],
  ])("of %j is %j", (text, email) => {
    expect(normaliseEmail(text)).toBe(email);
  });

  it.each(["", " ", "n/a", "NULL", "none", "-", "sin correo", "keine Angabe", "no tiene"])(
    "of %j is none",
    (text) => {
      expect(normaliseEmail(text)).toBe("");
    },
  );

  it("is its own normal form", () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "binary" })), (text) => {
        const email = normaliseEmail(text);
        if (isEmail(email)) expect(normaliseEmail(email)).toBe(email);
      }),
    );
  });
});

describe("an address", () => {
  it.each([
    "a@b.co",
    "jane_doe-1@mail.example.co.uk",
    "o'brien@example.ie",
    "user+mailbox/department=shipping@example.com",
    "josé@correo.es",
    "юзер@екзампл.рф",
    "伊昭傑@郵件.商務",
    "jane@münchen.de",
    "jane@xn--mnchen-3ya.de",
    `${"a".repeat(64)}@example.com`,
  ])("%j can be a customer's", (email) => {
    expect(isEmail(email)).toBe(true);
  });

  it.each([
    ["no domain", "jane@"],
    ["no local part", "@example.com"],
    ["no dot in its domain", "jane@localhost"],
    ["two dots in a row", "jane..doe@example.com"],
    ["a dot at the start", ".jane@example.com"],
    ["a dot at the end", "jane@example.com."],
    ["a hyphen at a label's end", "jane@example-.com"],
    ["an underscore in its domain", "jane@ex_ample.com"],
    ["digits for a top level", "jane@example.123"],
    ["one letter for a top level", "jane@example.c"],
    ["a port", "jane@example.com:25"],
    ["two at signs", "jane@x@example.com"],
    ["an IP address", "jane@[127.0.0.1]"],
    ["a quoted local part", '"jane doe"@example.com'],
    ["a broken punycode label", "jane@xn--0.com"],
    ["a local part over 64 octets", `${"a".repeat(65)}@example.com`],
    ["a label over 63 octets", `jane@${"a".repeat(64)}.com`],
    ["over 254 octets", `jane@${"abcdefg.".repeat(32)}com`],
    ["a control character", "ja\u0007ne@example.com"],
  ])("with %s is none", (_, email) => {
    expect(isEmail(email)).toBe(false);
  });
});

describe("the addresses of a cell", () => {
  it.each([
    ["Jane Doe <j@x.com>", ["j@x.com"], "Jane Doe"],
    ['"Doe, Jane" <J@X.com>', ["j@x.com"], "Doe Jane"],
    ["j@x.com (work)", ["j@x.com"], "work"],
    ["a@x.com; b@x.com", ["a@x.com", "b@x.com"], ""],
    ["a@x.com,b@x.com / A@X.COM", ["a@x.com", "b@x.com"], ""],
    ["a@x.com/b@x.com", ["a@x.com", "b@x.com"], ""],
    ["mail to jane@x.com.", ["jane@x.com"], "mail to"],
    ["E-Mail:jane@x.com tel:123", ["jane@x.com"], "tel:123"],
    ["raj@agency.in / 9876501234", ["raj@agency.in"], "9876501234"],
    ["n/a", [], ""],
    ["invalid-email", [], "invalid-email"],
    ["j at x dot com", [], "j at x dot com"],
    ["jane@example.co m", [], "jane@example.co m"],
    ["jane . doe@example.com", [], "jane . doe@example.com"],
    ["jane@example.com#", [], "jane@example.com#"],
  ])("%j", (text, emails, rest) => {
    expect(emailsIn(text)).toEqual({ emails, rest });
  });
});
