import { upstashCache } from "@millrace/aws/cache";
import { slackNotifier } from "@millrace/aws/notify";
import { planetScaleSql } from "@millrace/aws/sql";
import { systemClock as clock, random } from "@millrace/aws/system";
import { MillraceError } from "@millrace/core/error";
import { logNotifier, type Notifier } from "@millrace/core/notify";
import { type PreloadDeps, statisticsSettings } from "@millrace/core/statistics";
import { Resource } from "sst";
import { once } from "../deps.ts";
import { log } from "../observe.ts";
import { valueOfSecret } from "../secret.ts";

/** A preload has no reader who waits: a slow answer is better for it than another try of the whole batch. */
const PATIENCE_MS = 3_000;

const SHOP_SECRETS = ["PlanetscaleUrl", "UpstashUrl", "UpstashToken"] as const;

/** False where nobody has set up customers: leads and catalogs need none of it. Half set up is a mistake, to be said. */
export function hasShop(): boolean {
  return SHOP_SECRETS.some((name) => valueOfSecret(Resource[name]) !== null);
}

/** @throws Input.Invalid where nobody has set the secret */
export function secret(name: (typeof SHOP_SECRETS)[number]): string {
  const value = valueOfSecret(Resource[name]);
  if (value === null)
    throw new MillraceError("Input.Invalid", `the secret ${name} is not set: sst secret set ${name} …`);
  return value;
}

/** Slack's channel; the log where no webhook is set. */
const notifier = once((): Notifier => {
  const url = valueOfSecret(Resource.SlackWebhookUrl);
  return url === null ? logNotifier({ log }) : slackNotifier({ url, clock, log });
});

export const preloadDeps = once(
  (): PreloadDeps => ({
    sql: planetScaleSql({ url: secret("PlanetscaleUrl"), clock, random }),
    cache: upstashCache({
      ...{ url: secret("UpstashUrl"), token: secret("UpstashToken") },
      ...{ clock, timeoutMs: PATIENCE_MS },
    }),
    ...{ clock, random, log },
    settings: statisticsSettings({ env: process.env }),
    notifier: notifier(),
  }),
);
