import type { catalog as english } from "../en/catalog.ts";
import type { Translated } from "../messages.ts";

export const catalog: Translated<typeof english> = {};
