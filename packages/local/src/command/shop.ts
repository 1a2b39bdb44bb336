import type { SeededShop } from "@millrace/core/shop";
import { Command, Option } from "commander";
import { type DataOptions, EXIT, wholeNumber, withApp, withDataOptions } from "./context.ts";
import { printJson, printTable } from "./output.ts";

interface SeedFlags {
  customers: number;
  orders: number;
  seed: number;
}

/** A shop of this size is made in a second. */
const DEFAULTS: SeedFlags = { customers: 1_000, orders: 5_000, seed: 1 };

const DAY_MS = 86_400_000;

export function shopCommand(): Command {
  return new Command("shop")
    .description("the database of customers, pets and orders: on one machine shop.db in the data folder")
    .addCommand(seedCommand().exitOverride());
}

function seedCommand(): Command {
  const command = new Command("seed")
    .description(
      "fill it with made-up tenants, customers, pets, reservations and orders; again, it adds nothing",
    )
    .addOption(
      new Option("--customers <count>", "how many, over all tenants")
        .default(DEFAULTS.customers)
        .argParser(wholeNumber({ min: 1, max: 1_000_000 })),
    )
    .addOption(
      new Option("--orders <count>", "how many, over all customers")
        .default(DEFAULTS.orders)
        .argParser(wholeNumber({ min: 0, max: 10_000_000 })),
    )
    .addOption(
      new Option("--seed <number>", "another number makes other customers")
        .default(DEFAULTS.seed)
        .argParser(wholeNumber({ min: 0, max: 2 ** 32 - 1 })),
    );
  return withDataOptions(command, "millrace shop seed --customers 10000 --orders 50000").action(
    ({ customers, orders, seed, ...options }: DataOptions & SeedFlags) =>
      withApp(options, async (app) => {
        const { seedShop } = await import("@millrace/core/shop");
        const { sql } = await app.customers();
        // The same all day, so that two machines can have the same shop.
        const now = Math.floor(app.clock.now() / DAY_MS) * DAY_MS;
        const shop = await seedShop({ sql, customers, orders, seed, now });
        if (options.json) printJson(shop);
        else printShop(shop);
        return EXIT.done;
      }),
  );
}

function printShop({ tenants, phone, added }: SeededShop): void {
  printTable(
    ["subdomain", "tenant", "a customer to try"],
    tenants.map(({ subdomain, tenantId, customerId }) => [subdomain, tenantId, customerId ?? ""]),
  );
  console.log(`\na phone to try: ${phone}\n`);
  const rows = Object.entries(added).filter(([, count]) => count > 0);
  if (rows.length === 0) console.log("All of it was there already.");
  else printTable(["added", "rows"], rows);
}
