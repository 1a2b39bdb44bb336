import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { pageFiles } from "../../stacks/console-files.ts";
import type { StageSettings } from "../../stacks/stage.ts";
import { temporaryFolder } from "../equipment/command.ts";
import { bucketOf, corsOf, edgeFunctionOf, headersOf, pageObjectsOf, siteOf } from "../equipment/site.ts";
import {
  all,
  deployed,
  NEEDS_PLATFORM,
  one,
  ResourcePolicy,
  STAGES,
  synthesised,
  WITHOUT_PLATFORM,
} from "../equipment/stacks.ts";

const Gateway = z.object({ apiEndpoint: z.url() });

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(`the console of %s ${NEEDS_PLATFORM}`, (stage) => {
  it("passes /api on to the API as it comes, keeps none of its answers, and takes no request without TLS", async () => {
    const app = await deployed(stage);
    const { origins, orderedCacheBehaviors } = siteOf(app);
    const { apiEndpoint } = one(app, "aws:apigatewayv2/api:Api", Gateway);
    expect(orderedCacheBehaviors.find(({ pathPattern }) => pathPattern === "/api/*")).toMatchObject({
      targetOriginId: "api",
      viewerProtocolPolicy: "https-only",
      allowedMethods: expect.arrayContaining(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]),
      // Managed-CachingDisabled and Managed-AllViewerExceptHostHeader
      cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      originRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    });
    expect(origins.find(({ originId }) => originId === "api")).toMatchObject({
      domainName: new URL(apiEndpoint).host,
      customOriginConfig: { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] },
    });
  });

  it("answers every path that is no file with the page, by a function; errors are not made into pages", async () => {
    const app = await deployed(stage);
    const { defaultCacheBehavior, orderedCacheBehaviors, customErrorResponses } = siteOf(app);
    const edge = edgeFunctionOf(app);
    expect(defaultCacheBehavior).toMatchObject({
      targetOriginId: "page",
      allowedMethods: ["GET", "HEAD"],
      functionAssociations: [{ eventType: "viewer-request", functionArn: edge.arn }],
    });
    for (const { functionAssociations } of orderedCacheBehaviors) expect(functionAssociations).toEqual([]);
    expect(customErrorResponses).toEqual([]);
    for (const uri of ["/", "/runs/3f2a", "/catalogs/spring.2026", "/favicon.ico"])
      expect(runInNewContext(`${edge.code}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`)).toBe(
        "/index.html",
      );
  });

  it("has its page in a bucket that CloudFront alone may read", async () => {
    const app = await deployed(stage);
    const bucket = bucketOf(app, "ConsolePage");
    const page = siteOf(app).origins.find(({ originId }) => originId === "page");
    expect(page?.domainName).toBe(`${bucket}.s3.us-east-1.amazonaws.com`);
    expect(page?.originAccessControlId).toBeDefined();
    const policies = all(app, "aws:s3/bucketPolicy:BucketPolicy", ResourcePolicy);
    const allowing = policies
      .filter(([, policy]) => policy.bucket === bucket)
      .flatMap(([, { policy }]) => policy.filter(({ Effect: effect }) => effect === "Allow"));
    expect(allowing).toMatchObject([
      {
        Principal: { Service: ["cloudfront.amazonaws.com"] },
        Action: ["s3:GetObject"],
        Condition: { ArnLike: { "aws:SourceArn": ["arn:aws:cloudfront::123456789012:distribution/*"] } },
      },
    ]);
  });

  it("is kept by browsers for ever where names hold a hash, and asked for anew where they do not; the page comes last", async () => {
    const app = await deployed(stage);
    const objects = pageObjectsOf(app);
    expect(Object.fromEntries(objects.map(({ key, cacheControl }) => [key, cacheControl]))).toEqual({
      "index.html": "no-cache",
      "assets/index-0a1b2c3d.js": "public, max-age=31536000, immutable",
    });
    const index = app.resources.find(({ name }) => name === "Console-index.html");
    expect(index?.dependsOn).toEqual(["Console-assets/index-0a1b2c3d.js"]);
  });

  it("may load its own parts, ask its own origin and send files to the bucket, and nothing else", async () => {
    const app = await deployed(stage);
    const { defaultCacheBehavior, orderedCacheBehaviors } = siteOf(app);
    const { name, securityHeadersConfig: headers } = headersOf(app);
    const files = `https://${bucketOf(app, "Files")}.s3.us-east-1.amazonaws.com`;
    expect(headers.contentSecurityPolicy.contentSecurityPolicy.split("; ").sort()).toEqual([
      "base-uri 'none'",
      `connect-src 'self' ${files}`,
      "default-src 'self'",
      `form-action 'self' ${files}`,
      "frame-ancestors 'none'",
      "object-src 'none'",
    ]);
    expect(headers).toMatchObject({
      frameOptions: { frameOption: "DENY" },
      referrerPolicy: { referrerPolicy: "no-referrer" },
    });
    expect(headers.strictTransportSecurity.accessControlMaxAgeSec).toBeGreaterThanOrEqual(31_536_000);
    for (const behaviour of [defaultCacheBehavior, ...orderedCacheBehaviors])
      if (behaviour.targetOriginId === "page") expect(behaviour.responseHeadersPolicyId).toBe(name);
  });

  it("is the only origin that may send files to the bucket and fetch them from a browser", async () => {
    const app = await deployed(stage);
    const { domainName } = siteOf(app);
    expect(corsOf(app)).toMatchObject([
      {
        bucket: bucketOf(app, "Files"),
        corsRules: [{ allowedMethods: ["POST", "GET"], allowedOrigins: [`https://${domainName}`] }],
      },
    ]);
  });

  it("writes no log of what is asked: paths hold phones", async () => {
    expect(siteOf(await deployed(stage)).loggingConfig).toBeUndefined();
  });
});

describe.skipIf(WITHOUT_PLATFORM)(`a console with a name of its own ${NEEDS_PLATFORM}`, () => {
  const console: StageSettings["console"] = {
    domain: "console.example.com",
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d",
  };

  it("is there under that name, by TLS 1.2 or later, and files come from there", async () => {
    const app = await synthesised({ stage: "production", settings: { console } });
    const { aliases, viewerCertificate } = siteOf(app);
    expect(aliases).toEqual([console.domain]);
    expect(viewerCertificate).toEqual({
      acmCertificateArn: console.certificateArn,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
    });
    expect(corsOf(app)).toMatchObject([{ corsRules: [{ allowedOrigins: [`https://${console.domain}`] }] }]);
  });
});

describe.skipIf(WITHOUT_PLATFORM)(`the console in sst dev ${NEEDS_PLATFORM}`, () => {
  it("is served by vite on the developer's machine, from where files may come; there is no site", async () => {
    const app = await synthesised({ stage: "development", mode: "dev" });
    expect(all(app, "aws:cloudfront/distribution:Distribution", z.unknown())).toEqual([]);
    expect(corsOf(app)).toMatchObject([{ corsRules: [{ allowedOrigins: ["http://localhost:5173"] }] }]);
  });
});

describe("the files of the page", () => {
  const built = (names: string[]) => {
    const folder = temporaryFolder();
    onTestFinished(() => folder.remove());
    for (const name of names) {
      mkdirSync(join(folder.path, name, ".."), { recursive: true });
      writeFileSync(join(folder.path, name), "");
    }
    return folder.path;
  };

  it("are the page and its parts with their types; what the build leaves for itself is not among them", () => {
    const folder = built(["index.html", "assets/a-1.js", "assets/b-2.css", ".vite/manifest.json"]);
    const files = pageFiles({ folder }).map(({ key, type, isHashed }) => [key, type, isHashed]);
    expect(files.toSorted()).toEqual([
      ["assets/a-1.js", "text/javascript; charset=utf-8", true],
      ["assets/b-2.css", "text/css; charset=utf-8", true],
      ["index.html", "text/html; charset=utf-8", false],
    ]);
  });

  it("end the deployment with what to do where the page was not built", () => {
    expect(() => pageFiles({ folder: built([]) })).toThrow("npm run build");
  });
});
