import { join } from "node:path";
import type { FunctionBundles } from "../../scripts/synth/bundle-function.ts";
import { openCloud } from "./cloud.ts";
import { cloudFront } from "./cloudfront.ts";
import { bucketAt, startInternet } from "./internet.ts";

const PAGE = join(import.meta.dirname, "../../packages/console/dist");

/**
 * The console as it is deployed to production, before any secret is set: its site, the API behind it, the bucket, and the flows, under the
 * names that AWS gives them.
 *
 * @param input.dynamo - where a DynamoDB Local is
 * @param input.bundles - those of the app's functions
 */
export async function openCloudConsole(input: { dynamo: string; bundles: FunctionBundles }) {
  const internet = await startInternet();
  const cloud = await openCloud({ stage: "production", ...input, network: internet.port });
  const { app, api, bucket, s3Endpoint: endpoint } = cloud;
  const site = cloudFront({ app, folder: PAGE, api });
  const bucketHost = `${bucket}.s3.us-east-1.amazonaws.com`;
  internet.hosts.set(site.host, site.listener);
  internet.hosts.set(bucketHost, bucketAt({ endpoint, bucket }));
  return {
    ...{ cloud, internet },
    /** Where the page is. */
    url: `https://${site.host}`,
    /** Where its files go. */
    bucketUrl: `https://${bucketHost}`,
    async close(): Promise<void> {
      await cloud.close();
      await internet.close();
    },
  };
}
export type CloudConsole = Awaited<ReturnType<typeof openCloudConsole>>;
