import type { run as english } from "../en/run.ts";
import type { Translated } from "../messages.ts";

export const run: Translated<typeof english> = {};
