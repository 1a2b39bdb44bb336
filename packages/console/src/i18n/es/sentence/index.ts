import type { Sentences } from "../../sentences.ts";
import { alarms } from "./alarms.ts";
import { files } from "./files.ts";
import { requests } from "./requests.ts";
import { rows } from "./rows.ts";
import { runs } from "./runs.ts";
import { services } from "./services.ts";

/** What the API says, in Spanish. */
export const sentences: Sentences = {
  ...{ ...files, ...rows, ...runs },
  ...{ ...services, ...requests, ...alarms },
};
