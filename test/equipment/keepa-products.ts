import { createHash } from "node:crypto";

/** Minutes from 1970 to 2011, where Keepa's time begins. */
const KEEPA_EPOCH_MINUTES = 21_564_000;

/** A JSON object as the server sends it. */
export type Json = Record<string, unknown>;

/**
 * A product as Keepa would write it, the same whenever the same code is asked for; every number comes from the code's hash. One in
 * sixteen has no offer, one has image files of the old kind, one has HTML in its title.
 *
 * @param code - an ASIN, or a product code, whose product gets an ASIN of its own
 * @param nth - of several products with one product code, which
 */
export function keepaProduct(input: { code: string; domain: number; now: number; nth?: number }): Json {
  const { code, domain, now, nth = 0 } = input;
  const digest = createHash("sha256").update(`${code}/${nth}`).digest();
  const byte = (n: number) => digest[n] ?? 0;
  const isAsin = /^(B[0-9A-Z]{9}|\d{9}[\dX])$/.test(code);
  const asin = isAsin ? code : `B0${digest.toString("hex").toUpperCase().slice(0, 8)}`;
  const minutes = Math.floor(now / 60_000) - KEEPA_EPOCH_MINUTES;
  const price = 500 + byte(0) * 37;
  const hasOffer = byte(1) % 16 !== 0;
  const name = `Product ${asin} of workshop ${byte(2)}`;
  const image = `${digest.toString("base64url").slice(0, 11).replaceAll("-", "+")}L.jpg`;
  const oldImages = byte(3) % 16 === 1;
  const current = new Array<number>(36).fill(-1);
  current[1] = hasOffer ? price : -1;
  current[3] = 1 + byte(4) * 1_000;
  current[4] = price + 500;
  current[11] = hasOffer ? 1 + (byte(5) % 9) : 0;
  current[16] = 10 + (byte(6) % 41);
  current[17] = byte(7) * 11;
  current[18] = hasOffer ? price + 99 : -1;
  return {
    asin,
    domainId: domain,
    productType: 0,
    title: byte(8) % 16 === 2 ? `<b>${name}</b> &amp; Co.` : name,
    brand: `Workshop ${byte(2)}`,
    manufacturer: null,
    categories: [1000 + byte(9)],
    categoryTree: [
      { catId: 1, name: "Everything" },
      { catId: 1000 + byte(9), name: `Shelf ${byte(9)}` },
    ],
    rootCategory: 1,
    salesRankReference: 1,
    images: oldImages ? null : [{ l: image, lH: 1500, lW: 1500, m: image, mH: 500, mW: 500 }],
    imagesCSV: oldImages ? `${image},${image}` : null,
    eanList: isAsin ? null : [code.padStart(13, "0")],
    upcList: null,
    features: [`Made in workshop ${byte(2)}`],
    description: null,
    type: "THING",
    csv: null,
    isAdultProduct: false,
    packageLength: 100 + byte(10),
    packageWidth: 50 + byte(11),
    packageHeight: 10 + byte(12),
    packageWeight: 30 + byte(13),
    releaseDate: -1,
    publicationDate: 0,
    listedSince: minutes - 100_000 - byte(14),
    lastUpdate: minutes,
    stats: {
      current,
      avg90: current.map((value) => (value < 0 ? value : value + 10)),
      minInInterval: current.map((value) => (value < 0 ? null : [minutes - 1_000, Math.max(0, value - 50)])),
      buyBoxPrice: hasOffer ? price : -1,
      buyBoxShipping: hasOffer ? 99 : -1,
      buyBoxSellerId: hasOffer ? "A1LOCALSELLER" : null,
    },
  };
}
