import { type RawBuilder, sql as raw } from "kysely";
import { MillraceError } from "../error.ts";
import type { CountryCode } from "../lead/index.ts";
import type { Sql } from "../shop/index.ts";
import { type PhoneSpelling, phoneDigits, phoneSpellings } from "./phone.ts";
import type { OrderStatuses } from "./settings.ts";
import { type CustomerStatistics, percentageReturn } from "./statistics.ts";

/**
 * Phones in one statement. Beyond 100 a query gains little (measured: 1,000 phones take 20 ms in one query, 25 to 42 ms in ten); 500 keep
 * the statement, with every spelling of each phone twice, under 300 KB and SQLite's 32,766 parameters.
 */
export const PHONES_PER_QUERY = 500;

/** What people write between the digits of a number, and the formats of numbering plans with them. */
const SEPARATORS = ["+", " ", "-", "(", ")", ".", "/"];

/**
 * Statistics of many phones by one SQL statement.
 *
 * A customer may be there several times, in one tenant or several, under different spellings of his phone: his orders add up. Orders and blacklist
 * are counted apart and joined afterwards, since joined first each would multiply the other.
 *
 * @param input.phones - sanitised, at most {@link PHONES_PER_QUERY}; none makes no query
 * @returns by phone; one that no customer has is not in it
 * @throws Sql.Unavailable
 * @throws Input.Invalid where there are too many phones
 */
export async function customerStatistics(input: {
  sql: Sql;
  phones: readonly string[];
  homeCountry: CountryCode;
  statuses: OrderStatuses;
}): Promise<Map<string, CustomerStatistics>> {
  const { sql, phones, homeCountry, statuses } = input;
  if (phones.length === 0) return new Map();
  if (phones.length > PHONES_PER_QUERY)
    throw new MillraceError("Input.Invalid", `at most ${PHONES_PER_QUERY} phones at once`);
  const byDigits = new Map(phones.map((phone) => [phoneDigits({ phone, homeCountry }), phone]));
  const rows = await statisticsQuery({
    sql,
    spellings: grouped({ phones, homeCountry }),
    statuses,
  }).execute();
  return new Map(
    rows.flatMap(({ digits, ...counts }) => {
      const phone = byDigits.get(digits);
      return phone === undefined ? [] : [[phone, statisticsOf(counts)] as const];
    }),
  );
}

type Counts = Pick<
  CustomerStatistics,
  "cantOrders" | "cantReturOrders" | "delivered" | "canceled" | "blockedBy"
>;

function statisticsOf(counts: Counts): CustomerStatistics {
  const { cantOrders, cantReturOrders, delivered, canceled, blockedBy } = counts;
  return {
    ...{ cantOrders, cantReturOrders, delivered, canceled, blockedBy },
    percentageReturn: percentageReturn({ delivered, returned: cantReturOrders }),
    eligible: delivered + cantReturOrders,
  };
}

/** Texts that become digits of a number in the same way. */
type SpellingGroup = Omit<PhoneSpelling, "text"> & { texts: string[] };

/** A handful of groups: each is one part of a UNION. */
function grouped(input: { phones: readonly string[]; homeCountry: CountryCode }): SpellingGroup[] {
  const { phones, homeCountry } = input;
  const groups = new Map<string, SpellingGroup>();
  for (const phone of phones) {
    for (const { text, skip, prefix } of phoneSpellings({ phone, homeCountry })) {
      const group = groups.get(`${prefix} ${skip}`) ?? { skip, prefix, texts: [] };
      groups.set(`${prefix} ${skip}`, group);
      group.texts.push(text);
    }
  }
  return [...groups.values()].map((group) => ({ ...group, texts: padded(group.texts) }));
}

/** To a power of two: lists of few lengths make few statements, and a prepared one of this size takes a megabyte. A text twice changes nothing. */
function padded(texts: string[]): string[] {
  const length = 2 ** Math.ceil(Math.log2(texts.length));
  return [...texts, ...texts.slice(0, length - texts.length)];
}

function statisticsQuery(input: { sql: Sql; spellings: SpellingGroup[]; statuses: OrderStatuses }) {
  const { sql, spellings, statuses } = input;
  const customers = spellings
    .map((group) =>
      sql
        .selectFrom("customers")
        .select(["id", digitsOf(group).as("digits")])
        .where("phone", "in", group.texts),
    )
    .reduce((all, one) => all.unionAll(one));
  const blacklisted = spellings
    .map((group) =>
      sql
        .selectFrom("blacklist")
        .select(["business_id", digitsOf(group).as("digits")])
        .where("phone", "in", group.texts),
    )
    .reduce((all, one) => all.unionAll(one));
  const orders = sql
    .selectFrom(customers.as("customer"))
    .leftJoin("orders", "orders.customer_id", "customer.id")
    .select(({ fn }) => [
      "customer.digits",
      fn.count<number>("orders.id").as("cantOrders"),
      counted(statuses.returned).as("cantReturOrders"),
      counted(statuses.delivered).as("delivered"),
      counted(statuses.canceled).as("canceled"),
    ])
    .groupBy("customer.digits");
  const blocks = sql
    .selectFrom(blacklisted.as("blocked"))
    .select(({ fn }) => [
      "blocked.digits",
      fn.count<number>("blocked.business_id").distinct().as("blockedBy"),
    ])
    .groupBy("blocked.digits");
  return sql
    .selectFrom(orders.as("ordered"))
    .leftJoin(blocks.as("blocks"), "blocks.digits", "ordered.digits")
    .select(({ fn, lit }) => [
      "ordered.digits",
      "ordered.cantOrders",
      "ordered.cantReturOrders",
      "ordered.delivered",
      "ordered.canceled",
      fn.coalesce("blocks.blockedBy", lit(0)).as("blockedBy"),
    ]);
}

/** Country code and national number, from the text of a column `phone`. Functions that SQLite and MySQL both have. */
function digitsOf({ skip, prefix }: Omit<PhoneSpelling, "text">): RawBuilder<string> {
  const bare = SEPARATORS.reduce(
    (text, separator) => raw`replace(${text}, ${raw.lit(separator)}, '')`,
    raw.ref("phone"),
  );
  return raw<string>`concat(${prefix}, substr(${bare}, ${raw.lit(skip + 1)}))`;
}

/** How many orders have one of these statuses, whatever its case. */
function counted(statuses: readonly string[]): RawBuilder<number> {
  return raw<number>`count(case when lower(${raw.ref("orders.status")}) in (${raw.join(statuses)}) then 1 end)`;
}
