import { catalogIdOfFile } from "../catalog-enrichment/index.ts";
import { MillraceError } from "../error.ts";
import type { CatalogOptions, ImportOptions } from "../run/index.ts";
import { say } from "../sentence/index.ts";
import type { IntakeSettings } from "./deps.ts";

type Chosen<Options, Key extends keyof Options> = { [Name in Key]?: Options[Name] | undefined };

/** What somebody chose for a file of leads; the rest is as it is set up. */
export interface LeadChoice extends Chosen<ImportOptions, "country" | "mode" | "columns" | "maxCostUsd"> {
  kind: "leads";
}

/** What somebody chose for a catalog. */
export interface CatalogChoice
  extends Chosen<CatalogOptions, "catalogId" | "marketplace" | "codeColumn" | "sample"> {
  kind: "catalog";
}

export type PreviewChoice = LeadChoice | CatalogChoice;

/**
 * What a run of leads is told.
 *
 * @throws Input.Invalid for a mode that needs a model where there is none
 */
export function importOptions(
  choice: LeadChoice,
  { imports, model }: Pick<IntakeSettings, "imports" | "model">,
): ImportOptions {
  const { country = imports.country, mode = imports.mode } = choice;
  const { columns = imports.columns, maxCostUsd = imports.maxCostUsd } = choice;
  const options = { ...imports, country, mode, columns, maxCostUsd };
  if (options.mode !== "rules" && model === null)
    throw new MillraceError("Input.Invalid", say("choice.noModel", { mode: options.mode }));
  return options;
}

/** What a run of a catalog is told. */
export function catalogOptions(
  input: { choice: CatalogChoice; fileName: string; user: string },
  { catalogs }: Pick<IntakeSettings, "catalogs">,
): CatalogOptions {
  const { choice, fileName, user } = input;
  const { catalogId = catalogIdOfFile(fileName), marketplace = catalogs.marketplace } = choice;
  const { codeColumn = catalogs.codeColumn, sample = catalogs.sample } = choice;
  return { ...catalogs, catalogId, marketplace, codeColumn, sample, user };
}
