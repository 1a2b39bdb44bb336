import type { drop as english } from "../en/drop.ts";
import type { Translated } from "../messages.ts";

export const drop: Translated<typeof english> = {};
