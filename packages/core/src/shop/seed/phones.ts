import { type Chance, chanceOf } from "./chance.ts";

/** Beginnings of Colombian mobile numbers: https://www.itu.int/oth/T020200002D/en */
const MOBILE = [
  "300",
  "301",
  "304",
  "310",
  "311",
  "312",
  "313",
  "315",
  "316",
  "317",
  "318",
  "320",
  "321",
  "350",
] as const;

/** A number: with its country's code, and the national part alone. */
interface PhoneNumber {
  code: string;
  national: string;
}

/** The number that is a customer's own. One in thirty is foreign; the first is not, to be shown as an example. */
function numberOf(seed: number, customer: number): PhoneNumber {
  const chance = chanceOf(seed, "phone", customer);
  const digits = (count: number) => String(chance.whole(10 ** count)).padStart(count, "0");
  if (customer > 0 && chance.is(1 / 60))
    return { code: "1", national: `212${2 + chance.whole(7)}${digits(6)}` };
  if (customer > 0 && chance.is(1 / 60)) return { code: "34", national: `6${digits(8)}` };
  return { code: "57", national: `${chance.pick(MOBILE)}${2 + chance.whole(8)}${digits(6)}` };
}

/** A number as one of many people wrote it. A foreign one says that it is. */
function spelled({ code, national }: PhoneNumber, chance: Chance): string {
  if (code !== "57") return chance.pick([`+${code}${national}`, `00${code}${national}`]);
  const groups = [national.slice(0, 3), national.slice(3, 6), national.slice(6)] as const;
  const withCode = [`+${code}${national}`, `${code}${national}`, `00${code}${national}`] as const;
  const grouped = [groups.join(" "), `+${code} ${groups.join(" ")}`] as const;
  return chance.pick([national, national, national, ...grouped, ...withCode]);
}

/** The phone of a customer in some spelling; some have none, and some have one that an earlier customer has as well, of whichever tenant. */
export function phoneOf(input: { seed: number; customer: number; chance: Chance }): string {
  const { seed, customer, chance } = input;
  if (customer === 0) return spelled(numberOf(seed, 0), chance);
  if (chance.is(0.04)) return "";
  const owner = chance.is(0.08) ? chance.whole(customer) : customer;
  return spelled(numberOf(seed, owner), chance);
}

/** The number of a customer in some spelling, as a business that blocks it writes it. */
export function blockedPhone(input: { seed: number; customer: number; chance: Chance }): string {
  return spelled(numberOf(input.seed, input.customer), input.chance);
}

/** The first customer's phone: it has orders and is blocked. */
export function examplePhone(seed: number): string {
  return numberOf(seed, 0).national;
}
