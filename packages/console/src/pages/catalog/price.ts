import type { ProductPage } from "../../api/views.ts";

export type Product = ProductPage["items"][number];
type Prices = NonNullable<Product["fields"]["prices"]>;
export type PriceKind = keyof Prices;

/** Whose price says most: what the buy button takes, then the lowest of new ones, then Amazon's own. */
const KINDS = ["buyBox", "new", "amazon", "used", "list"] as const satisfies readonly PriceKind[];

/** An amount in the currency's smallest unit, as people write it. */
export function money(input: { amount: number; currency: string; language: string }): string {
  const { amount, currency, language } = input;
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  const { maximumFractionDigits = 0 } = format.resolvedOptions();
  return format.format(amount / 10 ** maximumFractionDigits);
}

/** The price of a product that says most; empty where there is none. */
export function priceOf({ fields }: Pick<Product, "fields">, language: string): string {
  const { prices, currency } = fields;
  if (prices === undefined || currency === undefined) return "";
  const amount = KINDS.map((kind) => prices[kind]).find((each) => typeof each === "number");
  return typeof amount === "number" ? money({ amount, currency, language }) : "";
}
