import { existsSync } from "node:fs";
import { basename } from "node:path";
import { catalogIdOfFile } from "@millrace/core/catalog-enrichment";
import { MillraceError } from "@millrace/core/error";
import { Marketplace } from "@millrace/core/keepa";
import { CatalogOptions } from "@millrace/core/run";
import { registerUpload } from "@millrace/core/run-lifecycle";
import { Command, InvalidArgumentError, Option } from "commander";
import type { App } from "../app.ts";
import { CATALOG_DEFAULTS } from "../defaults.ts";
import { claim, upload } from "../intake.ts";
import { type CommonOptions, wholeNumber, withApp, withCommonOptions } from "./context.ts";
import { remark } from "./output.ts";
import { watchRun } from "./progress.ts";
import { exitCodeOf, printNumbers, printRun } from "./report.ts";

interface Flags {
  catalog?: string;
  batchSize?: number;
  marketplace: Marketplace;
  column?: string;
  sample?: true;
}

/** A catalog's id, as it is given on the command line. */
export function catalogId(text: string): string {
  if (CatalogOptions.shape.catalogId.safeParse(text).success) return text;
  throw new InvalidArgumentError("1 to 64 of letters, digits, dot, _ and -, the first a letter or a digit");
}

export function enrichCommand(): Command {
  const command = new Command("enrich")
    .description("look up the products of a catalog at Keepa: CSV, TSV, Excel, OpenDocument or HTML tables")
    .argument("<file>", "a file with a column of ASINs, UPCs, EANs or ISBNs")
    .addOption(
      new Option("--catalog <id>", "which catalog the products are of (default: the file's name)").argParser(
        catalogId,
      ),
    )
    .addOption(
      new Option(
        "--batch-size <products>",
        "products in a batch (default: 15 to 25, by the size of the catalog)",
      ).argParser(wholeNumber({ min: 5, max: 50 })),
    )
    .addOption(
      new Option("--marketplace <shop>", "Amazon's shop, by the end of its address")
        .choices(Marketplace.options)
        .default("com"),
    )
    .option("--column <name>", "the column (or #3) that holds the codes (default: as detected)")
    .option("--sample", "put sample values, marked as such, where Keepa cannot be asked");
  return withCommonOptions(command, "millrace enrich spring.csv --catalog spring").action(
    (file: string, options: CommonOptions & Flags) =>
      withApp(options, (app) => enrichFile({ file, options, app })),
  );
}

async function enrichFile(input: {
  file: string;
  options: CommonOptions & Flags;
  app: App;
}): Promise<number> {
  const { file: path, options, app } = input;
  if (!existsSync(path)) throw new MillraceError("Input.Invalid", `there is no file ${path}`);
  checkKeepa(app);
  await resumeCatalogs(app);
  const file = claim({ tenantId: options.tenant, path }, app);
  const run = await registerUpload(
    {
      upload: await upload({ ...file, prefix: "catalogs" }, app.deps),
      options: {
        ...catalogOptions(path),
        ...(options.catalog === undefined ? {} : { catalogId: options.catalog }),
        batchSize: options.batchSize ?? null,
        marketplace: options.marketplace,
        codeColumn: options.column ?? null,
        sample: options.sample ?? false,
      },
    },
    app.deps,
  );
  const done = await watchRun({ runId: run.runId, app });
  if (options.json) printNumbers(done);
  else await printRun(done, app);
  return exitCodeOf(done.run.status);
}

/** What a catalog's run is told where nobody says otherwise. */
export function catalogOptions(path: string): CatalogOptions {
  return { catalogId: catalogIdOfFile(basename(path)), ...CATALOG_DEFAULTS, user: "drop" };
}

/** @throws Input.Invalid where no key is there */
export function checkKeepa(app: App): void {
  const { keepa, keepaSetting } = app.deps;
  if (keepa === null)
    throw new MillraceError("Input.Invalid", `products are looked up at Keepa: set ${keepaSetting}`);
}

/** Runs of catalogs that an earlier process left behind go on beside this one's: they may wait for hours. @returns how many */
export async function resumeCatalogs(app: App): Promise<number> {
  const taken = await app.flows.resume((flow) => flow === "catalog-enrichment");
  if (taken > 0) remark(`going on with ${taken} interrupted ${taken === 1 ? "catalog" : "catalogs"} beside`);
  return taken;
}
