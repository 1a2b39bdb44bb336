import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { stageSettings } from "../../stacks/stage.ts";
import {
  all,
  byName,
  deployed,
  lambdas,
  machines,
  mappings,
  NEEDS_PLATFORM,
  one,
  permissions,
  queues,
  STAGES,
  synthesised,
  WITHOUT_PLATFORM,
} from "../equipment/stacks.ts";

const Stage = z.object({
  accessLogSettings: z.object({ destinationArn: z.string(), format: z.string() }),
  defaultRouteSettings: z.object({ throttlingRateLimit: z.number(), throttlingBurstLimit: z.number() }),
});
const Route = z.object({ routeKey: z.string(), target: z.string() });
const Integration = z.object({ integrationUri: z.string() });
const Permission = z.object({ function: z.string(), principal: z.string(), sourceArn: z.string() });
const LogGroup = z.object({ arn: z.string(), retentionInDays: z.number() });
const Rule = z.object({ name: z.string(), eventPattern: z.string() });
const Target = z.object({ rule: z.string(), arn: z.string() });
const Connection = z.object({
  arn: z.string(),
  secretArn: z.string(),
  authorizationType: z.string(),
  authParameters: z.object({ apiKey: z.object({ key: z.string(), value: z.string() }) }),
});
const TableItem = z.object({ tableName: z.string(), item: z.string() });
const Attribute = z.record(
  z.string(),
  z.object({ S: z.string().optional(), N: z.string().optional() }).loose(),
);

const KEY_ID = "0a1b2c3d4e5f";
const SECRET = "s".repeat(43);

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(`the API of %s ${NEEDS_PLATFORM}`, (stage) => {
  const settings = stageSettings(stage);

  it("is two functions behind API Gateway, one for files and runs; which limits how fast it is asked", async () => {
    const app = await deployed(stage);
    const functions = new Map(
      all(app, "aws:apigatewayv2/integration:Integration", Integration).map(([name, { integrationUri }]) => [
        `integrations/${name}`,
        lambdas(app).find(([, { arn }]) => arn === integrationUri)?.[0],
      ]),
    );
    const routes = all(app, "aws:apigatewayv2/route:Route", Route).map(([, { routeKey, target }]) => [
      routeKey,
      functions.get(target),
    ]);
    const both = (path: string) => [`/api/${path}`, `/api/${path}/{below+}`];
    const ofRuns = [
      ...["/api/session", "/api/openapi.json"],
      ...["previews", "runs", "leads", "catalogs", "health"].flatMap(both),
    ];
    expect(Object.fromEntries(routes)).toEqual({
      $default: "ApiFunction",
      ...Object.fromEntries(ofRuns.map((path) => [`ANY ${path}`, "RunsApiFunction"])),
    });
    const { defaultRouteSettings } = one(app, "aws:apigatewayv2/stage:Stage", Stage);
    expect(defaultRouteSettings).toMatchObject({
      throttlingRateLimit: settings.api.requestsPerSecond,
      throttlingBurstLimit: settings.api.burst,
    });
    expect(all(app, "aws:lambda/functionUrl:FunctionUrl", z.unknown())).toEqual([]);
  });

  it("is invoked by its own gateway, and its keys by operators alone", async () => {
    const app = await deployed(stage);
    const permits = all(app, "aws:lambda/permission:Permission", Permission);
    const of = (name: string) => {
      const fn = byName(
        app,
        "aws:lambda/function:Function",
        `${name}Function`,
        z.object({ arn: z.string(), name: z.string() }),
      );
      return permits.filter(([, permit]) => [fn.arn, fn.name].includes(permit.function));
    };
    for (const name of ["Api", "RunsApi"])
      expect(of(name).map(([, { principal }]) => principal)).toEqual(["apigateway.amazonaws.com"]);
    expect(of("Keys")).toEqual([]);
  });

  it("logs what was asked for by none of what could be a phone, an address or a person", async () => {
    const app = await deployed(stage);
    const { accessLogSettings } = one(app, "aws:apigatewayv2/stage:Stage", Stage);
    expect(accessLogSettings.format).not.toMatch(/path|sourceIp|userAgent|routeKey|requestLine|querystring/i);
    expect(accessLogSettings.format).toContain("$context.status");
    const log = all(app, "aws:cloudwatch/logGroup:LogGroup", LogGroup).find(
      ([, { arn }]) => arn === accessLogSettings.destinationArn,
    );
    expect(log?.[1].retentionInDays).toBeLessThanOrEqual(30);
  });

  it.each(["Api", "RunsApi"])("waits for %s no longer than API Gateway does", async (id) => {
    const [, fn] = lambdas(await deployed(stage)).find(([name]) => name === `${id}Function`) ?? [];
    expect(fn?.timeout).toBeLessThan(30);
    expect(fn?.environment.variables.MILLRACE_API_REQUESTS_PER_MINUTE).toBe(
      String(settings.api.keyRequestsPerMinute),
    );
  });
});

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(`customers' events of %s ${NEEDS_PLATFORM}`, (stage) => {
  it("come by a rule of the shop's source into the queue, and by 500 to the preloader", async () => {
    const app = await deployed(stage);
    const rule = byName(app, "aws:cloudwatch/eventRule:EventRule", "CustomerEventsRule", Rule);
    const target = byName(app, "aws:cloudwatch/eventTarget:EventTarget", "CustomerEventsTarget", Target);
    const [, queue] = queues(app).find(([name]) => name === "CustomerEventsQueue") ?? [];
    expect(JSON.parse(rule.eventPattern)).toEqual({ source: [stageSettings(stage).customerEventSource] });
    expect(target).toMatchObject({ rule: rule.name, arn: queue?.arn });
    const [, mapping] = mappings(app).find(([, { eventSourceArn }]) => eventSourceArn === queue?.arn) ?? [];
    expect(mapping).toMatchObject({
      batchSize: 500,
      maximumBatchingWindowInSeconds: 5,
      scalingConfig: { maximumConcurrency: stageSettings(stage).preloadConcurrency },
    });
  });
});

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(`the refresh of %s ${NEEDS_PLATFORM}`, (stage) => {
  it("may ask its own API by GET with its own connection, and nothing else", async () => {
    const app = await deployed(stage);
    const connection = one(app, "aws:cloudwatch/eventConnection:EventConnection", Connection);
    const [, machine] = machines(app).find(([name]) => name === "CustomerRefresh") ?? [];
    const statements = permissions(app).get("CustomerRefreshRole") ?? [];
    const may = (action: string) => statements.filter(({ Action: actions }) => actions.includes(action));
    expect(may("states:InvokeHTTPEndpoint")).toMatchObject([
      {
        Resource: [machine?.arn],
        Condition: {
          StringEquals: { "states:HTTPMethod": ["GET"] },
          StringLike: { "states:HTTPEndpoint": [expect.stringMatching(/^https:\/\/[^/]+\/\*$/)] },
        },
      },
    ]);
    expect(may("events:RetrieveConnectionCredentials")).toMatchObject([{ Resource: [connection.arn] }]);
    expect(may("secretsmanager:GetSecretValue")).toMatchObject([{ Resource: [connection.secretArn] }]);
    expect(may("lambda:InvokeFunction")).toEqual([]);
  });

  it("knows the endpoint of its own environment, and of no other", async () => {
    const [, machine] = machines(await deployed(stage)).find(([name]) => name === "CustomerRefresh") ?? [];
    const { States: states } = z
      .object({
        States: z.object({
          Environments: z.object({
            Assign: z.object({
              environments: z.record(z.string(), z.object({ endpoint: z.string(), connection: z.string() })),
            }),
          }),
        }),
      })
      .parse(JSON.parse(machine?.definition ?? ""));
    const known = Object.entries(states.Environments.Assign.environments).filter(
      ([, { endpoint }]) => endpoint !== "none",
    );
    expect(known).toMatchObject([[stage, { endpoint: expect.stringMatching(/^https:/) }]]);
  });
});

const SHOP_SECRETS = {
  PlanetscaleUrl: "mysql://user:hidden-word-1@host/shop",
  UpstashUrl: "https://hidden-word-2.upstash.io",
  UpstashToken: "hidden-word-3",
  SlackWebhookUrl: "https://hooks.slack.com/services/hidden-word-4",
};

describe.skipIf(WITHOUT_PLATFORM)(`the key of the refresh ${NEEDS_PLATFORM}`, () => {
  const keyed = (secrets: Record<string, string>) => synthesised({ stage: "production", secrets });
  const items = async (secrets: Record<string, string>) =>
    all(await keyed(secrets), "aws:dynamodb/tableItem:TableItem", TableItem).map(([, { item }]) =>
      Attribute.parse(JSON.parse(item)),
    );

  it("is sent by the connection, and known to the API by its hash alone", async () => {
    const secrets = { RefreshKey: `mr_${KEY_ID}_${SECRET}`, ...SHOP_SECRETS };
    const [record, place] = await items(secrets);
    expect(record?.secretHash?.S).toBe(createHash("sha256").update(SECRET).digest("hex"));
    expect([record?.id?.S, place?.id?.S]).toEqual([KEY_ID, KEY_ID]);
    const app = await keyed(secrets);
    const connection = one(app, "aws:cloudwatch/eventConnection:EventConnection", Connection);
    expect(connection.authParameters.apiKey).toEqual({
      key: "Authorization",
      value: `Bearer mr_${KEY_ID}_${SECRET}`,
    });
    const holders = app.resources.filter((resource) => JSON.stringify(resource).includes(SECRET));
    // A LinkRef is SST's own note of a secret, in its encrypted state; nothing is made of it.
    expect(holders.map(({ type }) => type).sort()).toEqual([
      "aws:cloudwatch/eventConnection:EventConnection",
      "sst:sst:LinkRef",
    ]);
  });

  it("is the same with the end of the line it has from a file or a pipe", async () => {
    const secrets = { RefreshKey: `mr_${KEY_ID}_${SECRET}\n` };
    const app = await keyed(secrets);
    const connection = one(app, "aws:cloudwatch/eventConnection:EventConnection", Connection);
    expect(connection.authParameters.apiKey.value).toBe(`Bearer mr_${KEY_ID}_${SECRET}`);
    const [record] = await items(secrets);
    expect(record?.id?.S).toBe(KEY_ID);
  });

  it("ends the deployment where it is none: every refresh would be refused", async () => {
    await expect(keyed({ RefreshKey: "mr_half-a-key" })).rejects.toThrow("RefreshKey");
  });

  it("fits no record until it is set", async () => {
    const [record] = await items({});
    expect(record?.secretHash?.S).toMatch(/^0+$/);
    expect(record?.revokedAt?.N).toBe("0");
  });
});

describe.skipIf(WITHOUT_PLATFORM)(`the secrets of the customer flow ${NEEDS_PLATFORM}`, () => {
  it("are in no function's environment", async () => {
    const secrets = { RefreshKey: `mr_${KEY_ID}_${SECRET}`, ...SHOP_SECRETS };
    const { resources } = await synthesised({ stage: "production", secrets });
    const functions = resources.filter(({ type }) => type === "aws:lambda/function:Function");
    expect(functions.length).toBeGreaterThan(0);
    expect(JSON.stringify(functions)).not.toContain("hidden-word");
  });
});
