import * as z from "zod";
import type { Clock } from "../clock/index.ts";
import { MillraceError } from "../error.ts";
import type { ProductSource } from "../product/index.ts";
import { KEEPA_URL, keepaSource } from "./client.ts";
import type { Marketplace } from "./marketplace.ts";

/** Environment variables that configure Keepa. */
const Settings = z.object({
  MILLRACE_KEEPA_KEY: z.string().trim().default(""),
  /** Another address that speaks Keepa's protocol, as a local server's. */
  MILLRACE_KEEPA_URL: z.url().default(KEEPA_URL),
});

/**
 * Keepa with the key that the environment names; null where it names none.
 *
 * @throws Input.Invalid naming the variable at fault
 */
export function keepaFromEnvironment(input: {
  env: Record<string, string | undefined>;
  clock: Pick<Clock, "now">;
}): ProductSource<Marketplace> | null {
  const parsed = Settings.safeParse(input.env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join("."));
    throw new MillraceError("Input.Invalid", `the environment variable ${names.join(", ")} is not usable`);
  }
  const { MILLRACE_KEEPA_KEY: apiKey, MILLRACE_KEEPA_URL: baseURL } = parsed.data;
  return apiKey === "" ? null : keepaSource({ apiKey, baseURL, clock: input.clock });
}
