import { NOT_SET, valueOfSecret } from "../packages/functions/src/secret.ts";

/** The secrets of the app. Each has a placeholder, so that what does not need it deploys without it. */
export function createSecrets() {
  return {
    /** `sst secret set ModelKey …`: the language model's API key. Without it leads are standardised by rules alone. */
    modelKey: new sst.Secret("ModelKey", NOT_SET),
    /** `sst secret set KeepaKey …`: the API key of the account at Keepa. Without it catalogs are parsed, and wait. */
    keepaKey: new sst.Secret("KeepaKey", NOT_SET),
    /** The shop's database: `mysql://user:password@host/database`, as PlanetScale shows it. */
    planetscaleUrl: new sst.Secret("PlanetscaleUrl", NOT_SET),
    /** The cache's REST URL and token, as Upstash shows them. */
    upstashUrl: new sst.Secret("UpstashUrl", NOT_SET),
    upstashToken: new sst.Secret("UpstashToken", NOT_SET),
    /** Where digests of customers' events without a phone go: an incoming webhook of Slack. */
    slackWebhookUrl: new sst.Secret("SlackWebhookUrl", NOT_SET),
    /** What the refresh of statistics presents to the API: a key as `npm run key` makes it. */
    refreshKey: new sst.Secret("RefreshKey", NOT_SET),
  };
}
export type Secrets = ReturnType<typeof createSecrets>;

/** A secret without the end of the line that it has where it came from a file. */
export function textOf(secret: sst.Secret): $util.Output<string> {
  return secret.value.apply((value) => value.trim());
}

/** Whether somebody has set a secret; no secret itself. */
export function isSet(secret: sst.Secret): $util.Output<boolean> {
  return $util.unsecret(secret.value.apply((value) => valueOfSecret({ value }) !== null));
}
