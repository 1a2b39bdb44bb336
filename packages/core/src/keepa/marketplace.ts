import * as z from "zod";

/** Amazon's shops that Keepa watches, by the end of their address: Keepa's number and the currency. */
const MARKETPLACES = {
  com: { domain: 1, currency: "USD" },
  "co.uk": { domain: 2, currency: "GBP" },
  de: { domain: 3, currency: "EUR" },
  fr: { domain: 4, currency: "EUR" },
  "co.jp": { domain: 5, currency: "JPY" },
  ca: { domain: 6, currency: "CAD" },
  it: { domain: 8, currency: "EUR" },
  es: { domain: 9, currency: "EUR" },
  in: { domain: 10, currency: "INR" },
  "com.mx": { domain: 11, currency: "MXN" },
  "com.br": { domain: 12, currency: "BRL" },
} as const;

export const Marketplace = z.enum([
  "com",
  "co.uk",
  "de",
  "fr",
  "co.jp",
  "ca",
  "it",
  "es",
  "in",
  "com.mx",
  "com.br",
] satisfies (keyof typeof MARKETPLACES)[]);
export type Marketplace = z.infer<typeof Marketplace>;

/** Keepa's number of a marketplace. */
export function domainOf(marketplace: Marketplace): number {
  return MARKETPLACES[marketplace].domain;
}

/** ISO 4217. */
export function currencyOf(marketplace: Marketplace): string {
  return MARKETPLACES[marketplace].currency;
}

/**
 * How many decimals a currency's smallest unit stands for: prices are whole numbers of it, in Keepa's answers and in ours.
 *
 * @example
 * 1499 / 10 ** decimalsOf("USD"); // 14.99
 */
export function decimalsOf(currency: string): number {
  return currency === "JPY" ? 0 : 2;
}
