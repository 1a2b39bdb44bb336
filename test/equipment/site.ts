import * as z from "zod";
import { CorsRule } from "./s3-cors.ts";
import { type App, all, byName, one } from "./stacks.ts";

const Behaviour = z.object({
  pathPattern: z.string().optional(),
  targetOriginId: z.string(),
  viewerProtocolPolicy: z.string(),
  allowedMethods: z.array(z.string()),
  cachePolicyId: z.string(),
  originRequestPolicyId: z.string().optional(),
  responseHeadersPolicyId: z.string().optional(),
  functionAssociations: z.array(z.object({ eventType: z.string(), functionArn: z.string() })).default([]),
});
export type Behaviour = z.infer<typeof Behaviour>;

const Site = z.object({
  domainName: z.string(),
  aliases: z.array(z.string()),
  httpVersion: z.string(),
  origins: z.array(
    z.object({
      originId: z.string(),
      domainName: z.string(),
      originAccessControlId: z.string().optional(),
      customOriginConfig: z
        .object({ originProtocolPolicy: z.string(), originSslProtocols: z.array(z.string()) })
        .optional(),
    }),
  ),
  defaultCacheBehavior: Behaviour,
  orderedCacheBehaviors: z.array(Behaviour),
  customErrorResponses: z.array(z.unknown()).default([]),
  loggingConfig: z.unknown().optional(),
  viewerCertificate: z.looseObject({}),
});
const Headers = z.object({
  name: z.string(),
  securityHeadersConfig: z.object({
    contentSecurityPolicy: z.object({ contentSecurityPolicy: z.string(), override: z.literal(true) }),
    strictTransportSecurity: z.object({
      accessControlMaxAgeSec: z.number(),
      includeSubdomains: z.literal(true),
      override: z.literal(true),
    }),
    contentTypeOptions: z.object({ override: z.literal(true) }),
    frameOptions: z.object({ frameOption: z.string() }),
    referrerPolicy: z.object({ referrerPolicy: z.string() }),
  }),
});
const PageObject = z.object({
  bucket: z.string(),
  key: z.string(),
  cacheControl: z.string().optional(),
});
const Cors = z.object({ bucket: z.string(), corsRules: z.array(CorsRule) });
const Bucket = z.object({ bucket: z.string() });
const EdgeFunction = z.object({ arn: z.string(), code: z.string() });

/** The distribution of the console. */
export const siteOf = (app: App) => one(app, "aws:cloudfront/distribution:Distribution", Site);

/** The headers that CloudFront adds to the page. */
export const headersOf = (app: App) =>
  one(app, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", Headers);

/** What CloudFront runs before it looks for the page. */
export const edgeFunctionOf = (app: App) => one(app, "aws:cloudfront/function:Function", EdgeFunction);

/** The name that a bucket has in the account. @param id - its name in the stacks */
export const bucketOf = (app: App, id: string): string =>
  byName(app, "aws:s3/bucket:Bucket", `${id}Bucket`, Bucket).bucket;

/** What is put into the page's bucket; a synthesised app has stand-ins of two files. */
export function pageObjectsOf(app: App) {
  const page = bucketOf(app, "ConsolePage");
  return all(app, "aws:s3/bucketObjectv2:BucketObjectv2", PageObject)
    .map(([, object]) => object)
    .filter(({ bucket }) => bucket === page);
}

/** The rules of all buckets about pages of other origins. */
export const corsOf = (app: App) =>
  all(app, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", Cors).map(([, cors]) => cors);
