import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { getLanguageService, TextDocument } from "amazon-states-language-service";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { validate } from "../../src/index.ts";

const FLOWS = new URL("../../../../stacks/flows/", import.meta.url);
const flows = readdirSync(FLOWS)
  .filter((name) => name.endsWith(".asl.json"))
  .map((name): [string, string] => [name, readFileSync(new URL(name, FLOWS), "utf8")]);

const machineSchema = z.looseObject({
  States: z.record(z.string(), z.looseObject({ Next: z.string().optional() })),
});

/** asl-validator comes without types. */
function askAslValidator(definition: unknown): unknown {
  const aslValidator: unknown = createRequire(import.meta.url)("asl-validator");
  if (typeof aslValidator !== "function") throw new Error("asl-validator is no function");
  return aslValidator(definition);
}

describe.each(flows)("our flow %s", (_name, text) => {
  it("is accepted by this validator", () => {
    expect(validate(text)).toEqual([]);
  });

  it("is accepted by asl-validator", () => {
    expect(askAslValidator(JSON.parse(text))).toMatchObject({ isValid: true, errors: [] });
  });

  it("is accepted by AWS's language service", async () => {
    const service = getLanguageService({});
    const document = TextDocument.create("file:///flow.asl.json", "json", 1, text);
    await expect(service.doValidation(document, service.parseJSONDocument(document))).resolves.toEqual([]);
  });

  it("is refused once a state is missing or a Next leads nowhere", () => {
    const names = Object.keys(machineSchema.parse(JSON.parse(text)).States);
    for (const name of names) {
      const without = machineSchema.parse(JSON.parse(text));
      delete without.States[name];
      expect(validate(without)).not.toEqual([]);

      const astray = machineSchema.parse(JSON.parse(text));
      const state = astray.States[name];
      if (state?.Next === undefined) continue;
      state.Next = "Nowhere";
      expect(validate(astray)).not.toEqual([]);
    }
  });
});
