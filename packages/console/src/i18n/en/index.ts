import { catalog } from "./catalog.ts";
import { catalogs } from "./catalogs.ts";
import { component } from "./component.ts";
import { customers } from "./customers.ts";
import { drop } from "./drop.ts";
import { health } from "./health.ts";
import { key } from "./key.ts";
import { lead } from "./lead.ts";
import { leads } from "./leads.ts";
import { run } from "./run.ts";
import { runs } from "./runs.ts";
import { shell } from "./shell.ts";

export const en = {
  ...{ ...shell, ...key, ...component },
  ...{ ...drop, ...runs, ...run, ...leads, ...lead },
  ...{ ...catalogs, ...catalog, ...customers, ...health },
} as const;
