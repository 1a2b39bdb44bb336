import type { catalogs as english } from "../en/catalogs.ts";
import type { Translated } from "../messages.ts";

export const catalogs: Translated<typeof english> = {};
