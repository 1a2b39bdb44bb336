import type { lead as english } from "../en/lead.ts";
import type { Translated } from "../messages.ts";

export const lead: Translated<typeof english> = {};
