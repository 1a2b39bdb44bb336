import { UNUSED_GRANTS } from "./unused-grants.ts";

/** Reasons that are the same in every flow: logs and traces, by action. */
const COMMON = /^(logs|xray):/;

/** As {@link UNUSED_GRANTS}, of the customer flow's roles. */
export const UNUSED_CUSTOMER_GRANTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(UNUSED_GRANTS).filter(([name]) => COMMON.test(name)),
);
