import * as z from "zod";
import { MillraceError } from "../error.ts";
import { Country, type CountryCode } from "../lead/index.ts";

/** Which status of an order counts as what, in lower case. A status that is in none counts as an order alone. */
export interface OrderStatuses {
  delivered: readonly string[];
  returned: readonly string[];
  canceled: readonly string[];
}

export interface StatisticsSettings {
  /** Country of phones without a country code, and whose numbers are named without it. */
  homeCountry: CountryCode;
  statuses: OrderStatuses;
}

/** The seed says "eligible orders" and names no status: these are an assumption, which is why they are configuration. */
export const DEFAULT_STATUSES: OrderStatuses = {
  delivered: ["delivered"],
  returned: ["returned"],
  canceled: ["canceled", "cancelled"],
};

const Statuses = z
  .string()
  .transform((text) => [
    ...new Set(
      text
        .split(",")
        .map((status) => status.trim().toLowerCase())
        .filter((status) => status !== ""),
    ),
  ])
  .refine((statuses) => statuses.length > 0);

/** Environment variables that configure the statistics; statuses separated by commas. */
const Environment = z
  .object({
    MILLRACE_HOME_COUNTRY: Country.default("CO"),
    MILLRACE_STATUSES_DELIVERED: Statuses.default([...DEFAULT_STATUSES.delivered]),
    MILLRACE_STATUSES_RETURNED: Statuses.default([...DEFAULT_STATUSES.returned]),
    MILLRACE_STATUSES_CANCELED: Statuses.default([...DEFAULT_STATUSES.canceled]),
  })
  // A status in two sets would count one order twice, and make a rate of returns that is none.
  .superRefine((env, { addIssue }) => {
    const { MILLRACE_STATUSES_DELIVERED: delivered, MILLRACE_STATUSES_RETURNED: returned } = env;
    const all = [...delivered, ...returned, ...env.MILLRACE_STATUSES_CANCELED];
    if (new Set(all).size < all.length)
      addIssue({ code: "custom", path: ["MILLRACE_STATUSES_DELIVERED, _RETURNED or _CANCELED"] });
  });

/**
 * The settings that the environment names.
 *
 * @throws Input.Invalid naming the variable at fault; also where two sets of statuses have one in common
 */
export function statisticsSettings(input: { env: Record<string, string | undefined> }): StatisticsSettings {
  const parsed = Environment.safeParse(input.env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join("."));
    const wanted = "a country's two letters, or statuses with commas and none in two variables";
    throw new MillraceError(
      "Input.Invalid",
      `the environment variable ${names.join(", ")} is not usable: ${wanted}`,
    );
  }
  const env = parsed.data;
  return {
    homeCountry: env.MILLRACE_HOME_COUNTRY,
    statuses: {
      delivered: env.MILLRACE_STATUSES_DELIVERED,
      returned: env.MILLRACE_STATUSES_RETURNED,
      canceled: env.MILLRACE_STATUSES_CANCELED,
    },
  };
}
