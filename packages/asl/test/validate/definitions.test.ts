import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { validate } from "../../src/index.ts";

/** Definitions of another validator's own tests, whose names say what it thinks of them. */
const FOLDER = new URL("../../../../../shared/corpora/asl/asl-validator-definitions/", import.meta.url);
const haveDefinitions = existsSync(FOLDER);

/** Where AWS does not think as the file's name does, and why. */
const EXCEPTIONS: Record<string, string> = {
  "invalid-json-surround-syntax-extra-spaces.json": "white space inside {% %} is free",
  "invalid-jsonata-surround-syntax-no-spaces.json": "{% and %} need no spaces beside them",
  "valid-assign.asl.json": "a hyphen cannot stand in a variable's name",
  "valid-map-noconfig.asl.json": "ItemReader, ResultWriter and Label need a Distributed Map",
  "valid-map-tolerated.json": "tolerated failures need a Distributed Map",
  "valid-map-with-item-batcher-jsonata.json": "a JSONata machine has no JSONPath states",
  "valid-task-intrisic-function.json":
    "Fn::GetAtt is CloudFormation's, and gone when the definition is created",
};

describe.skipIf(!haveDefinitions)(
  "definitions of asl-validator (skipped where ../shared/corpora is missing)",
  () => {
    const names = haveDefinitions ? readdirSync(FOLDER) : [];
    const judged = (name: string) => validate(readFileSync(new URL(name, FOLDER), "utf8")).length === 0;

    it.each(names.filter((name) => !Object.hasOwn(EXCEPTIONS, name)))(
      "%s is judged as it is named",
      (name) => {
        expect(judged(name)).toBe(name.startsWith("valid-"));
      },
    );

    it.each(Object.entries(EXCEPTIONS))("%s is judged otherwise: %s", (name) => {
      expect(judged(name)).toBe(!name.startsWith("valid-"));
    });
  },
);
