import type { leads as english } from "../en/leads.ts";
import type { Translated } from "../messages.ts";

export const leads: Translated<typeof english> = {};
