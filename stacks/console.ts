import { join } from "node:path";
import type { Api } from "./api.ts";
import { pageFiles } from "./console-files.ts";
import { physicalName } from "./names.ts";
import type { StageSettings } from "./stage.ts";
import type { Storage } from "./storage.ts";

/** CloudFront's own policies: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/** All that a request has, Authorization too; API Gateway knows itself by its own Host only. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
const ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

const TWO_YEARS = 2 * 365 * 24 * 60 * 60;
const READING = ["GET", "HEAD"];
/** Whatever is no file is a page of the console, which its script tells apart. */
const EVERY_PAGE_IS_INDEX = `function handler(event) {
  event.request.uri = "/index.html";
  return event.request;
}
`;

/**
 * The console: its page in a bucket that only CloudFront reads, beside the API under one name, so that there is no CORS and no key leaves
 * for another origin. In `sst dev` vite serves the page, and passes `/api` on.
 */
export function createConsole(input: { stage: StageSettings; storage: Storage; api: Api }) {
  const { stage, storage, api } = input;
  const url = $dev ? servedByVite(api) : served({ stage, storage, api });
  new aws.s3.BucketCorsConfiguration("FilesCors", {
    bucket: storage.files.name,
    // Files go to the bucket itself, by forms that the API signs; downloads come from there.
    corsRules: [
      { allowedMethods: ["POST", "GET"], allowedOrigins: [url], allowedHeaders: ["*"], maxAgeSeconds: 3600 },
    ],
  });
  return { url };
}
export type Console = ReturnType<typeof createConsole>;

const DEV_PORT = 5173;

function servedByVite(api: Api): $util.Input<string> {
  new sst.x.DevCommand("Console", {
    dev: { title: "Console", command: `npx vite packages/console --port ${DEV_PORT} --strictPort` },
    environment: { MILLRACE_API_URL: api.gateway.url },
  });
  return `http://localhost:${DEV_PORT}`;
}

function served(input: { stage: StageSettings; storage: Storage; api: Api }): $util.Input<string> {
  const { stage, storage, api } = input;
  const page = createPage(stage);
  const control = new aws.cloudfront.OriginAccessControl("ConsoleAccess", {
    name: physicalName("console"),
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  });
  const everyPage = new aws.cloudfront.Function("ConsolePages", {
    name: physicalName("console-pages"),
    runtime: "cloudfront-js-2.0",
    code: EVERY_PAGE_IS_INDEX,
  });
  const ofPage = {
    targetOriginId: "page",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: READING,
    cachedMethods: READING,
    compress: true,
    cachePolicyId: CACHING_OPTIMIZED,
    responseHeadersPolicyId: pageHeaders(storage).id,
  };
  // Without logs: the paths of requests hold phones, and API Gateway's own log says what was asked without them.
  const site = new aws.cloudfront.Distribution("ConsoleSite", {
    comment: physicalName("console"),
    enabled: true,
    isIpv6Enabled: true,
    httpVersion: "http2and3",
    defaultRootObject: "index.html",
    aliases: stage.console === null ? [] : [stage.console.domain],
    origins: [
      {
        originId: "page",
        domainName: page.nodes.bucket.bucketRegionalDomainName,
        originAccessControlId: control.id,
      },
      {
        originId: "api",
        domainName: api.gateway.url.apply((url) => new URL(url).host),
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
        },
      },
    ],
    defaultCacheBehavior: {
      ...ofPage,
      functionAssociations: [{ eventType: "viewer-request", functionArn: everyPage.arn }],
    },
    orderedCacheBehaviors: [
      { ...ofPage, pathPattern: "/assets/*" },
      {
        pathPattern: "/api/*",
        targetOriginId: "api",
        // A key that was sent without TLS is known to others: no redirect makes that good.
        viewerProtocolPolicy: "https-only",
        allowedMethods: [...READING, "OPTIONS", "POST", "PUT", "PATCH", "DELETE"],
        cachedMethods: READING,
        cachePolicyId: CACHING_DISABLED,
        originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
      },
    ],
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate:
      stage.console === null
        ? { cloudfrontDefaultCertificate: true }
        : {
            acmCertificateArn: stage.console.certificateArn,
            sslSupportMethod: "sni-only",
            minimumProtocolVersion: "TLSv1.2_2021",
          },
  });
  return $interpolate`https://${stage.console?.domain ?? site.domainName}`;
}

/** The bucket of the page, with the page as it was built. */
function createPage(stage: StageSettings): sst.aws.Bucket {
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  const page = new sst.aws.Bucket("ConsolePage", {
    versioning: true,
    enforceHttps: true,
    cors: false,
    policy: [
      {
        principals: [{ type: "service", identifiers: ["cloudfront.amazonaws.com"] }],
        actions: ["s3:GetObject"],
        paths: ["*"],
        conditions: [
          {
            test: "ArnLike",
            variable: "aws:SourceArn",
            values: [$interpolate`arn:${partition}:cloudfront::${accountId}:distribution/*`],
          },
        ],
      },
    ],
    // It holds nothing that the next deployment does not put there again.
    transform: { bucket: { forceDestroy: true } },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration("ConsolePageEncryption", {
    bucket: page.name,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  new aws.s3.BucketLifecycleConfiguration("ConsolePageLifecycle", {
    bucket: page.name,
    rules: [
      {
        id: "old-versions",
        status: "Enabled",
        filter: { prefix: "" },
        noncurrentVersionExpiration: { noncurrentDays: stage.oldVersionDays },
      },
    ],
  });
  const files = pageFiles({ folder: join($cli.paths.root, "packages/console/dist") });
  const put = (file: (typeof files)[number], options: $util.CustomResourceOptions) =>
    new aws.s3.BucketObjectv2(
      `Console-${file.key}`,
      {
        bucket: page.name,
        key: file.key,
        source: new $util.asset.FileAsset(file.path),
        contentType: file.type,
        cacheControl: file.isHashed ? "public, max-age=31536000, immutable" : "no-cache",
      },
      options,
    );
  // Pages that are open when a new one is deployed still load parts of the old one.
  const hashed = files.filter(({ isHashed }) => isHashed).map((file) => put(file, { retainOnDelete: true }));
  // The others name them.
  for (const file of files) if (!file.isHashed) put(file, { dependsOn: hashed });
  return page;
}

/** What a browser may do with the page: load its own parts, ask its own origin, and send files to the bucket. */
function pageHeaders({ files }: Storage): aws.cloudfront.ResponseHeadersPolicy {
  const bucket = $interpolate`https://${files.name}.s3.${aws.getRegionOutput().region}.amazonaws.com`;
  const policy = $interpolate`default-src 'self'; connect-src 'self' ${bucket}; form-action 'self' ${bucket}; base-uri 'none'; frame-ancestors 'none'; object-src 'none'`;
  return new aws.cloudfront.ResponseHeadersPolicy("ConsoleHeaders", {
    name: physicalName("console"),
    securityHeadersConfig: {
      contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
      strictTransportSecurity: {
        accessControlMaxAgeSec: TWO_YEARS,
        includeSubdomains: true,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "no-referrer", override: true },
    },
  });
}
