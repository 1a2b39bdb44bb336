import { hash } from "node:crypto";
import type { ProductFields } from "./product.ts";

/**
 * Sample values for a product nobody could be asked about, the same for the same code always. Their texts say that they are
 * samples; they stand only where a run allows it, and are marked ({@link Product.sampled}).
 *
 * @param input.currency - ISO 4217
 */
export function sampleFields({ code, currency }: { code: string; currency: string }): ProductFields {
  const digest = hash("sha256", code, "buffer");
  const price = 500 + (digest.readUInt16BE(0) % 9_500);
  return {
    title: `Sample product ${code}`,
    brand: "Sample brand",
    categories: ["Sample category"],
    currency,
    prices: { new: price, list: price + Math.round(price / 5) },
    salesRank: 1 + (digest.readUInt32BE(2) % 100_000),
    rating: 3 + (digest.readUInt8(6) % 21) / 10,
    reviewCount: digest.readUInt8(7),
  };
}
