import { describe, expect, it } from "vitest";
import * as z from "zod";
import { STAR_RESOURCES, WAIVERS } from "../../stacks/waivers.ts";
import {
  type App,
  all,
  deployed,
  lambdas,
  machines,
  mappings,
  NEEDS_PLATFORM,
  permissions,
  queues,
  ResourcePolicy,
  Role,
  STAGES,
  WITHOUT_PLATFORM,
} from "../equipment/stacks.ts";

const Table = z.object({
  pointInTimeRecovery: z.object({ enabled: z.boolean() }),
  serverSideEncryption: z.object({ enabled: z.boolean(), kmsKeyArn: z.string() }).optional(),
});
const Anything = z.looseObject({});
const PublicAccess = z.object({
  blockPublicAcls: z.boolean(),
  blockPublicPolicy: z.boolean(),
  ignorePublicAcls: z.boolean(),
  restrictPublicBuckets: z.boolean(),
});
const Behaviour = z.object({
  viewerProtocolPolicy: z.string(),
  targetOriginId: z.string(),
  responseHeadersPolicyId: z.string().optional(),
});
const Site = z.object({
  defaultRootObject: z.string().optional(),
  defaultCacheBehavior: Behaviour,
  orderedCacheBehaviors: z.array(Behaviour),
  origins: z.array(
    z.object({
      originAccessControlId: z.string().optional(),
      customOriginConfig: z
        .object({ originProtocolPolicy: z.string(), originSslProtocols: z.array(z.string()) })
        .optional(),
    }),
  ),
  originGroups: z.array(z.unknown()).default([]),
  loggingConfig: z.unknown().optional(),
  webAclId: z.string().optional(),
  restrictions: z.object({ geoRestriction: z.object({ restrictionType: z.string() }) }),
  viewerCertificate: z.object({ minimumProtocolVersion: z.string().optional() }),
});
type Site = z.infer<typeof Site>;
const Permission = z.object({ principal: z.string(), sourceArn: z.string().optional() });
const LogGroup = z.object({ retentionInDays: z.number().optional() });
const Versioning = z.object({ versioningConfiguration: z.object({ status: z.string() }) });

/** A secret by its look: a long run of letters and digits, or a known beginning. */
const LOOKS_SECRET = /AKIA[0-9A-Z]{16}|sk-[A-Za-z0-9]{16,}|secret|password|api[_-]?key/i;

const offenders = <T>(things: [string, T][], holds: (thing: T) => boolean): string[] =>
  things.filter(([, thing]) => !holds(thing)).map(([name]) => name);
const none = (app: App, type: string): string[] => all(app, type, Anything).map(([name]) => name);
const blocked = (app: App, setting: keyof z.infer<typeof PublicAccess>) =>
  offenders(
    all(app, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", PublicAccess),
    (block) => block[setting],
  );
const asMany = (app: App, type: string, other: string): string[] =>
  none(app, type).length >= none(app, other).length ? [] : none(app, other);
const denyWithoutTls = (app: App, type: string) =>
  offenders(all(app, type, ResourcePolicy), ({ policy }) =>
    policy.some(
      ({ Effect: effect, Condition: condition }) =>
        effect === "Deny" && condition.Bool?.["aws:SecureTransport"]?.[0] === "false",
    ),
  );
const toEverybody = (app: App, type: string) =>
  offenders(all(app, type, ResourcePolicy), ({ policy }) =>
    policy.every(
      ({ Effect: effect, Principal: principal = {} }) =>
        effect === "Deny" || !Object.values(principal).flat().includes("*"),
    ),
  );

const sites = (app: App, holds: (site: Site) => boolean) =>
  offenders(all(app, "aws:cloudfront/distribution:Distribution", Site), holds);
const behaviours = ({ defaultCacheBehavior, orderedCacheBehaviors }: Site) => [
  defaultCacheBehavior,
  ...orderedCacheBehaviors,
];
const logged = ({ loggingConfig }: Site) => loggingConfig !== undefined;
const hasFirewall = ({ webAclId }: Site) => webAclId !== undefined;
const isRestricted = ({ restrictions }: Site) => restrictions.geoRestriction.restrictionType !== "none";
const newTls = ({ viewerCertificate: { minimumProtocolVersion: version } }: Site) =>
  version?.startsWith("TLSv1.2") ?? false;

/** The rules that apply to what the app is made of: the names of what breaks each. */
const RULES: Record<string, (app: App) => string[]> = {
  CKV_AWS_45: (app) =>
    offenders(lambdas(app), ({ environment }) => {
      // SST's own key for the bundle's links: it is useless without the bundle.
      const { SST_KEY: _, ...own } = environment.variables;
      // The name of the table of keys is no key.
      return !Object.entries(own).some(
        ([name, value]) => !name.endsWith("_TABLE") && LOOKS_SECRET.test(`${name}=${value}`),
      );
    }),
  CKV_AWS_173: (app) => lambdas(app).map(([name]) => name),
  CKV_AWS_50: (app) => offenders(lambdas(app), ({ tracingConfig }) => tracingConfig?.mode === "Active"),
  LambdaTracing: (app) => offenders(lambdas(app), ({ tracingConfig }) => tracingConfig?.mode === "Active"),
  CKV_AWS_115: (app) => offenders(lambdas(app), (fn) => fn.reservedConcurrentExecutions !== undefined),
  CKV_AWS_116: (app) => offenders(lambdas(app), (fn) => fn.deadLetterConfig !== undefined),
  CKV_AWS_117: (app) => offenders(lambdas(app), (fn) => fn.vpcConfig !== undefined),
  CKV_AWS_272: (app) => lambdas(app).map(([name]) => name),
  CKV_AWS_258: (app) => none(app, "aws:lambda/functionUrl:FunctionUrl"),
  CKV_AWS_301: (app) =>
    offenders(all(app, "aws:lambda/permission:Permission", Permission), ({ principal }) => principal !== "*"),
  CKV_AWS_363: (app) => offenders(lambdas(app), ({ runtime }) => runtime === "nodejs24.x"),
  L1: (app) => offenders(lambdas(app), ({ runtime }) => runtime === "nodejs24.x"),
  CKV_AWS_364: (app) =>
    offenders(
      all(app, "aws:lambda/permission:Permission", Permission),
      ({ sourceArn }) => sourceArn !== undefined,
    ),
  LambdaDefaultMemorySize: (app) => offenders(lambdas(app), ({ memorySize }) => memorySize > 128),
  LambdaFunctionDefaultTimeout: (app) => offenders(lambdas(app), ({ timeout }) => timeout > 3),
  LambdaEventSourceMappingDestination: (app) => mappings(app).map(([name]) => name),
  LambdaAsyncFailureDestination: (app) =>
    offenders(
      lambdas(app).filter(([name]) => name === "CloseRunFunction"),
      ({ deadLetterConfig }) => deadLetterConfig !== undefined,
    ),
  CKV_AWS_27: (app) => offenders(queues(app), ({ sqsManagedSseEnabled }) => sqsManagedSseEnabled === true),
  SQS2: (app) => offenders(queues(app), ({ sqsManagedSseEnabled }) => sqsManagedSseEnabled === true),
  CKV_AWS_72: (app) =>
    offenders(all(app, "aws:sqs/queuePolicy:QueuePolicy", ResourcePolicy), ({ policy }) =>
      policy.every(
        ({ Effect: effect, Action: actions }) => effect === "Deny" || !actions.join().includes("*"),
      ),
    ),
  CKV_AWS_168: (app) => toEverybody(app, "aws:sqs/queuePolicy:QueuePolicy"),
  CKV_AWS_387: (app) => toEverybody(app, "aws:sqs/queuePolicy:QueuePolicy"),
  SQS3: (app) => {
    const dead = new Set(queues(app).map(([, { redrivePolicy }]) => redrivePolicy?.deadLetterTargetArn));
    const sentTo = new Set(lambdas(app).map(([, fn]) => fn.deadLetterConfig?.targetArn));
    const text = machines(app)
      .map(([, { definition }]) => definition)
      .join();
    return offenders(
      queues(app),
      ({ redrivePolicy, arn, url }) =>
        redrivePolicy !== undefined || dead.has(arn) || sentTo.has(arn) || text.includes(url),
    );
  },
  SQSRedrivePolicy: (app) =>
    offenders(
      queues(app),
      ({ redrivePolicy }) => redrivePolicy === undefined || redrivePolicy.maxReceiveCount > 1,
    ),
  SQS4: (app) => denyWithoutTls(app, "aws:sqs/queuePolicy:QueuePolicy"),
  CKV_AWS_284: (app) => offenders(machines(app), ({ tracingConfiguration }) => tracingConfiguration.enabled),
  SF2: (app) => offenders(machines(app), ({ tracingConfiguration }) => tracingConfiguration.enabled),
  CKV_AWS_285: (app) =>
    offenders(machines(app), ({ loggingConfiguration }) => loggingConfiguration.level !== "OFF"),
  SF1: (app) => offenders(machines(app), ({ loggingConfiguration }) => loggingConfiguration.level === "ALL"),
  CKV_AWS_28: (app) =>
    offenders(
      all(app, "aws:dynamodb/table:Table", Table),
      ({ pointInTimeRecovery }) => pointInTimeRecovery.enabled,
    ),
  DDB3: (app) =>
    offenders(
      all(app, "aws:dynamodb/table:Table", Table),
      ({ pointInTimeRecovery }) => pointInTimeRecovery.enabled,
    ),
  CKV_AWS_119: (app) =>
    offenders(
      all(app, "aws:dynamodb/table:Table", Table),
      (table) => table.serverSideEncryption !== undefined,
    ),
  CKV_AWS_53: (app) => blocked(app, "blockPublicAcls"),
  CKV_AWS_54: (app) => blocked(app, "blockPublicPolicy"),
  CKV_AWS_55: (app) => blocked(app, "ignorePublicAcls"),
  CKV_AWS_56: (app) => blocked(app, "restrictPublicBuckets"),
  S2: (app) => asMany(app, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "aws:s3/bucket:Bucket"),
  CKV_AWS_19: (app) =>
    asMany(
      app,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "aws:s3/bucket:Bucket",
    ),
  CKV_AWS_21: (app) =>
    all(app, "aws:s3/bucketVersioning:BucketVersioning", Versioning).length ===
    none(app, "aws:s3/bucket:Bucket").length
      ? []
      : none(app, "aws:s3/bucket:Bucket"),
  CKV_AWS_18: (app) => none(app, "aws:s3/bucket:Bucket"),
  S1: (app) => none(app, "aws:s3/bucket:Bucket"),
  S10: (app) => denyWithoutTls(app, "aws:s3/bucketPolicy:BucketPolicy"),
  CKV_AWS_34: (app) =>
    sites(app, (site) => behaviours(site).every(({ viewerProtocolPolicy: by }) => by !== "allow-all")),
  CKV_AWS_305: (app) => sites(app, ({ defaultRootObject }) => defaultRootObject !== undefined),
  // The API's answers bring headers of their own.
  CKV2_AWS_32: (app) =>
    sites(app, (site) =>
      behaviours(site).every(
        ({ targetOriginId, responseHeadersPolicyId: policy }) =>
          targetOriginId === "api" || policy !== undefined,
      ),
    ),
  CFR5: (app) =>
    sites(app, ({ origins }) =>
      origins.every(
        ({ customOriginConfig: custom }) =>
          custom === undefined ||
          (custom.originProtocolPolicy === "https-only" && custom.originSslProtocols.join() === "TLSv1.2"),
      ),
    ),
  CFR7: (app) =>
    sites(app, ({ origins }) =>
      origins.every(
        ({ customOriginConfig, originAccessControlId }) =>
          customOriginConfig !== undefined || originAccessControlId !== undefined,
      ),
    ),
  CKV_AWS_86: (app) => sites(app, logged),
  CFR3: (app) => sites(app, logged),
  CKV_AWS_68: (app) => sites(app, hasFirewall),
  CFR2: (app) => sites(app, hasFirewall),
  CKV_AWS_374: (app) => sites(app, isRestricted),
  CFR1: (app) => sites(app, isRestricted),
  CKV_AWS_310: (app) => sites(app, ({ originGroups }) => originGroups.length > 0),
  CKV_AWS_174: (app) => sites(app, newTls),
  CFR4: (app) => sites(app, newTls),
  IAM4: (app) =>
    offenders(all(app, "aws:iam/role:Role", Role), (role) => role.managedPolicyArns.length === 0),
  "IAM5 (actions)": (app) =>
    offenders([...permissions(app)], (statements) =>
      statements.every(({ Action: actions }) => actions.every((action) => !action.includes("*"))),
    ),
  "IAM5 (resources)": (app) =>
    offenders([...permissions(app)], (statements) =>
      statements
        .filter(({ Resource: resources }) => resources.includes("*"))
        .every(({ Action: actions }) => actions.every((action) => action in STAR_RESOURCES)),
    ),
  "log retention": (app) =>
    offenders(
      all(app, "aws:cloudwatch/logGroup:LogGroup", LogGroup),
      // At most a month, for logs beside personal data.
      ({ retentionInDays: days }) => days !== undefined && days <= 30,
    ),
};

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(`the linters' rules in %s ${NEEDS_PLATFORM}`, (stage) => {
  it.each(Object.keys(RULES).filter((rule) => !(rule in WAIVERS)))("%s is met", async (rule) => {
    expect(RULES[rule]?.(await deployed(stage))).toEqual([]);
  });

  it.each(Object.keys(WAIVERS))("%s is broken, as its waiver says", async (rule) => {
    expect(RULES[rule]?.(await deployed(stage)).length).toBeGreaterThan(0);
  });

  it("allows on everything just what some role needs so", async () => {
    const granted = [...permissions(await deployed(stage)).values()]
      .flat()
      .filter(({ Resource: resources }) => resources.includes("*"))
      .flatMap(({ Action: actions }) => actions);
    expect([...new Set(granted)].sort()).toEqual(Object.keys(STAR_RESOURCES).sort());
  });
});
