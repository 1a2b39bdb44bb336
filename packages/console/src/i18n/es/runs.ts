import type { runs as english } from "../en/runs.ts";
import type { Translated } from "../messages.ts";

export const runs: Translated<typeof english> = {};
