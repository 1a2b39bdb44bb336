import type { customers as english } from "../en/customers.ts";
import type { Translated } from "../messages.ts";

export const customers: Translated<typeof english> = {};
