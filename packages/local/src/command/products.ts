import { catalogIdsOf } from "@millrace/core/catalog-enrichment";
import { productsAsCsv } from "@millrace/core/export";
import { type Product, ProductStatus, productPages } from "@millrace/core/product";
import { Command, Option } from "commander";
import type { App } from "../app.ts";
import { type CommonOptions, EXIT, withApp, withCommonOptions } from "./context.ts";
import { catalogId } from "./enrich.ts";
import { isoTime, printTable, send } from "./output.ts";

type Format = "table" | "jsonl" | "csv";

interface Flags {
  catalog?: string;
  status?: ProductStatus;
  format: Format;
}

export function productsCommand(): Command {
  const command = new Command("products")
    .description("list or export the products of catalogs, with what is known of each")
    .addOption(new Option("--catalog <id>", "only this catalog's (default: all)").argParser(catalogId))
    .addOption(new Option("--status <status>", "only these").choices(ProductStatus.options))
    .addOption(new Option("--format <format>", "how").choices(["table", "jsonl", "csv"]).default("table"));
  return withCommonOptions(command, "millrace products --catalog spring --format csv > spring.csv").action(
    (options: CommonOptions & Flags) =>
      withApp(options, async (app) => {
        await PRINTERS[options.json ? "jsonl" : options.format](pages(options, app));
        return EXIT.done;
      }),
  );
}

async function* pages(options: CommonOptions & Flags, app: App): AsyncGenerator<Product[]> {
  const { tenant: tenantId, catalog, status } = options;
  const { products, runs } = app.deps;
  const catalogIds = catalog === undefined ? await catalogIdsOf({ runs, tenantId }) : [catalog];
  for (const id of catalogIds)
    yield* productPages({ products, tenantId, catalogId: id, ...(status === undefined ? {} : { status }) });
}

/** A product as it is exported; fields as they are kept: prices in the currency's smallest unit. */
function exported({ claim: _, pendingUntil, enrichedAt, updatedAt, ...product }: Product) {
  return {
    ...product,
    pendingUntil: pendingUntil === null ? null : isoTime(pendingUntil),
    enrichedAt: enrichedAt === null ? null : isoTime(enrichedAt),
    updatedAt: isoTime(updatedAt),
  };
}

const PRINTERS: Record<Format, (products: AsyncIterable<Product[]>) => Promise<void>> = {
  async jsonl(products) {
    for await (const page of products)
      await send(page.map((product) => `${JSON.stringify(exported(product))}\n`).join(""));
  },
  async csv(products) {
    for await (const text of productsAsCsv(products)) await send(text);
  },
  async table(products) {
    const shown: Product[] = [];
    for await (const page of products) shown.push(...page);
    if (shown.length === 0) console.log("no products");
    else {
      printTable(
        ["catalog", "code", "status", "why", "brand", "title", "sample values"],
        shown.map(({ catalogId: catalog, code, status, reason, fields, sampled }) => [
          ...[catalog, code, status, reason ?? ""],
          ...[fields.brand ?? "", fields.title ?? "", sampled.join(", ")],
        ]),
      );
    }
  },
};
