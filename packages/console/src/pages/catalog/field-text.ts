import { useFormat, useI18n, useText } from "../../i18n/i18n.ts";
import { money, type PriceKind, type Product } from "./price.ts";

type Fields = Product["fields"];

/** @returns what writes a field of a product: lists line by line, prices in their currency, times as such; nothing where nothing is known */
export function useFieldText(fields: Fields): (name: keyof Fields) => string {
  const t = useText();
  const format = useFormat();
  const { locale: language } = useI18n();
  const { currency } = fields;
  const amountText = (amount: number) =>
    currency === undefined ? format.number(amount) : money({ amount, currency, language });
  const pricesText = (prices: Fields["prices"] = {}) =>
    (Object.keys(prices) as PriceKind[])
      .flatMap((kind) => {
        const amount = prices[kind];
        return typeof amount === "number" ? [`${t(`price.${kind}`)}: ${amountText(amount)}`] : [];
      })
      .join("\n");
  return (name) => {
    switch (name) {
      case "prices":
      case "pricesAverage":
      case "pricesLowest":
        return pricesText(fields[name]);
      case "buyBoxShipping":
        return fields[name] === undefined ? "" : amountText(fields[name]);
      case "releasedAt":
      case "listedAt":
      case "observedAt":
        return fields[name] === undefined ? "" : format.dateTime(fields[name]);
      case "isAdult":
        return fields[name] === undefined ? "" : t(fields[name] ? "catalog.yes" : "catalog.no");
      case "marketplace":
        return fields[name] === undefined ? "" : `amazon.${fields[name]}`;
      case "packageSize":
        return fields[name]?.map((side) => format.number(side)).join(" × ") ?? "";
      default: {
        const value = fields[name];
        if (value === undefined) return "";
        if (typeof value === "number") return format.number(value);
        return Array.isArray(value) ? value.join("\n") : value;
      }
    }
  };
}
