import { CatalogOptions } from "@millrace/core/run";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { stageSettings } from "../../stacks/stage.ts";
import {
  type App,
  alarmsOn,
  all,
  byName,
  deployed,
  lambdas,
  machines,
  mappings,
  NEEDS_PLATFORM,
  permissions,
  STAGES,
  synthesised,
  WITHOUT_PLATFORM,
} from "../equipment/stacks.ts";

const STEPS = [
  ...["ParseFile", "StandardizeLeads", "UpsertLeads", "RecordBatchFailure", "SummarizeRun", "FailRun"],
  ...["BeginUndo", "UndoBatch", "FinishUndo"],
];
const OTHERS = ["Starter", "Redriver", "Operate", "CloseRun"];
const LEADS = [...STEPS, ...OTHERS];
const CATALOGS = [
  ...["ParseCatalog", "ReserveTokens", "EnrichProducts", "RecordCatalogFailure", "SummarizeCatalog"],
];
const CUSTOMERS = ["PreloadStatistics", "Api", "Keys"];
const API = ["RunsApi"];
const SHOP = ["PlanetscaleUrl", "UpstashToken", "UpstashUrl"];

const Invoker = z.object({ function: z.string() });
const EventRule = z.object({ arn: z.string(), name: z.string(), eventPattern: z.string() });
const EventTarget = z.object({
  rule: z.string(),
  arn: z.string(),
  deadLetterConfig: z.object({ arn: z.string() }),
});
const Pattern = z.object({
  source: z.array(z.string()),
  detail: z.object({ stateMachineArn: z.array(z.string()), status: z.array(z.string()) }),
});

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(`the functions of %s ${NEEDS_PLATFORM}`, (stage) => {
  const settings = stageSettings(stage);
  const named = async (name: string) => {
    const [, fn] = lambdas(await deployed(stage)).find(([id]) => id === `${name}Function`) ?? [];
    if (fn === undefined) throw new Error(`there is no ${name}`);
    return fn;
  };

  it("are a step each, and what starts, redrives and closes", async () => {
    const names = lambdas(await deployed(stage)).map(([, { name }]) => name);
    expect(names.sort()).toEqual(
      [...LEADS, ...CATALOGS, ...CUSTOMERS, ...API].map((name) => `millrace-${stage}-${name}`).sort(),
    );
  });

  it("run on Node 24 and arm64, with memory from 512 to 3008 MB and a timeout of at most 900 s", async () => {
    for (const [name, fn] of lambdas(await deployed(stage))) {
      expect(fn, name).toMatchObject({ runtime: "nodejs24.x", architectures: ["arm64"] });
      expect(fn.ephemeralStorage.size, name).toBe(512);
      expect(fn.memorySize, name).toBeGreaterThanOrEqual(512);
      expect(fn.memorySize, name).toBeLessThanOrEqual(3008);
      expect(fn.timeout, name).toBeLessThanOrEqual(900);
      expect(fn.loggingConfig.logFormat, name).toBe("JSON");
    }
  });

  it("stay within what Lambda takes of an environment, and IAM of a role's policies", async () => {
    const app = await deployed(stage);
    for (const [name, { environment }] of lambdas(app)) {
      const texts = Object.entries(environment.variables).flat();
      // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 4 KB, and some room for secrets' names
      expect(texts.join("").length, name).toBeLessThan(3_500);
    }
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 10,240 characters
    for (const [name, statements] of permissions(app))
      expect(JSON.stringify(statements).length, name).toBeLessThan(9_500);
  });

  it("have what their stage gives them", async () => {
    const size = ({ memorySize: memory, timeout }: { memorySize: number; timeout: number }) => ({
      memory,
      timeout,
    });
    expect(size(await named("ParseFile"))).toEqual(settings.parse);
    expect(size(await named("ParseCatalog"))).toEqual(settings.parse);
    expect(size(await named("StandardizeLeads"))).toEqual(settings.standardize);
    expect(size(await named("UpsertLeads"))).toEqual(settings.upsert);
    // Pulumi's "none" is -1.
    expect((await named("StandardizeLeads")).reservedConcurrentExecutions ?? null).toBe(
      settings.modelConcurrency,
    );
  });

  it("know the bucket and the tables by name, and start the machines by ARN", async () => {
    const arns = machines(await deployed(stage)).flatMap(([name, { arn }]) =>
      /^(Lead|Catalog)/.test(name) ? [arn] : [],
    );
    for (const name of ["Starter", "Redriver", "Operate", "RunsApi"]) {
      const { variables } = (await named(name)).environment;
      const known = [variables.CATALOG_ENRICHMENT_ARN, variables.LEAD_IMPORT_ARN, variables.LEAD_UNDO_ARN];
      expect(known.sort()).toEqual(arns.sort());
    }
    for (const name of [...LEADS, ...API]) {
      const { environment } = await named(name);
      for (const key of ["BUCKET", "LEADS_TABLE", "RUNS_TABLE"])
        expect(environment.variables[key], name).toMatch(/./);
    }
    for (const name of [...CATALOGS, ...API]) {
      const { environment } = await named(name);
      for (const key of ["BUCKET", "RUNS_TABLE", "PRODUCTS_TABLE", "TOKEN_LEDGERS_TABLE"])
        expect(environment.variables[key], name).toMatch(/./);
    }
  });

  it("get just the secrets they use", async () => {
    const linked = (await deployed(stage)).builds.filter(({ links }) => Object.keys(links).length > 0);
    expect(
      Object.fromEntries(linked.map(({ functionID, links }) => [functionID, Object.keys(links).sort()])),
    ).toEqual({
      StandardizeLeads: ["ModelKey"],
      ReserveTokens: ["KeepaKey"],
      EnrichProducts: ["KeepaKey"],
      Api: SHOP,
      RunsApi: SHOP,
      PreloadStatistics: ["PlanetscaleUrl", "SlackWebhookUrl", "UpstashToken", "UpstashUrl"],
    });
  });

  it("may do what is written out for each, on our own things, and no more", async () => {
    const roles = permissions(await deployed(stage));
    for (const name of [...LEADS, ...CATALOGS, ...CUSTOMERS, ...API]) {
      const statements = roles.get(`${name}Role`) ?? [];
      const actions = statements.flatMap(({ Action: some }) => some);
      expect(actions, name).toContain("logs:PutLogEvents");
      expect(actions.join(), name).not.toMatch(/\*|Scan|PassRole|kms:/);
      // Operate erases people, and with them the files that hold them; the API what nobody has begun.
      if (name !== "Operate" && name !== "RunsApi")
        expect(actions.join(), name).not.toMatch(/Delete(?!Item|Message)/);
      const resources = statements.flatMap(({ Resource: some }) => some).filter((arn) => arn !== "*");
      // CloudWatch describes alarms on all of them or none.
      for (const arn of resources) expect(arn, name).toMatch(/millrace-|^arn:aws:cloudwatch:.*:alarm:\*$/);
    }
    expect(roles.get("UpsertLeadsRole")?.flatMap(({ Action: actions }) => actions)).not.toContain(
      "dynamodb:DeleteItem",
    );
  });

  it("operate for as long as a function can, on no timer and no event", async () => {
    const app = await deployed(stage);
    expect(await named("Operate")).toMatchObject({ timeout: 900, memorySize: 1024 });
    const invoked = all(app, "aws:lambda/permission:Permission", Invoker).map(
      ([, { function: name }]) => name,
    );
    const mapped = mappings(app).map(([, { functionName }]) => functionName);
    expect([...invoked, ...mapped].join()).not.toContain("Operate");
  });

  it("let Operate erase files, the API those of previews and its own, and no run's step", async () => {
    const erasing = [...permissions(await deployed(stage))].flatMap(([name, statements]) =>
      statements
        .filter(({ Action: actions }) => actions.some((action) => action.startsWith("s3:Delete")))
        .map(({ Resource: resources }) => [name, resources.map((arn) => arn.replace(/^.*?\//, ""))]),
    );
    expect(erasing).toEqual([
      ["OperateRole", ["uploads/*", "submitted/*", "previews/*", "exports/*"]],
      ["RunsApiRole", ["previews/*"]],
      ["RunsApiRole", ["submitted/*"]],
    ]);
  });

  it("write a run's files only, and read uploads only to parse them", async () => {
    for (const [name, statements] of permissions(await deployed(stage))) {
      if (name === "OperateRole") continue;
      for (const { Action: actions, Resource: resources } of statements) {
        const writes = actions.some((action) => action === "s3:PutObject");
        for (const arn of resources) {
          const written = name === "RunsApiRole" ? /\/(submitted|previews|exports)\// : "/runs/";
          if (writes) expect(arn, name).toMatch(written);
          if (arn.includes("/uploads/"))
            expect([name, actions]).toEqual(["ParseFileRole", ["s3:GetObjectVersion"]]);
          // The API asks what an object is, for which S3 has no right of its own.
          if (arn.includes("/catalogs/") && name !== "RunsApiRole")
            expect([name, actions]).toEqual(["ParseCatalogRole", ["s3:GetObjectVersion"]]);
        }
      }
    }
  });

  it("ring when more than 5 % of their invocations fail, and when Lambda refuses them", async () => {
    const app = await deployed(stage);
    for (const [, { name }] of lambdas(app)) {
      expect(alarmsOn(app, "Errors", name).map(([, { threshold }]) => threshold)).toEqual([5]);
      expect(alarmsOn(app, "Throttles", name).map(([, { threshold }]) => threshold)).toEqual([0]);
    }
  });

  it("close the runs of executions that were stopped, ran out of time or failed, batches' own not counted", async () => {
    const app = await deployed(stage);
    const rule = byName(app, "aws:cloudwatch/eventRule:EventRule", "EndedExecutions", EventRule);
    const target = byName(
      app,
      "aws:cloudwatch/eventTarget:EventTarget",
      "EndedExecutionsTarget",
      EventTarget,
    );
    const arnOf = (id: string) => machines(app).find(([name]) => name === id)?.[1].arn;
    expect(Pattern.parse(JSON.parse(rule.eventPattern))).toEqual({
      source: ["aws.states"],
      detail: {
        stateMachineArn: [arnOf("LeadImport"), arnOf("CatalogEnrichment")],
        status: ["FAILED", "TIMED_OUT", "ABORTED"],
      },
    });
    expect([target.rule, target.arn]).toEqual([rule.name, (await named("CloseRun")).arn]);
    expect(target.deadLetterConfig.arn).toContain("EndingDeadLetters");
  });
});

describe.skipIf(WITHOUT_PLATFORM)(`the options of an import ${NEEDS_PLATFORM}`, () => {
  const options = async (secrets: Record<string, string>) => {
    const [, starter] =
      lambdas(await synthesised({ stage: "production", secrets })).find(
        ([name]) => name === "StarterFunction",
      ) ?? [];
    return JSON.parse(starter?.environment.variables.IMPORT_OPTIONS ?? "null");
  };

  it("leave the model out until its key is set, so that the lead import deploys alone", async () => {
    expect(await options({})).toMatchObject({ mode: "rules" });
  });

  it("ask the model what rules leave open once its key is set, and the key is no environment variable", async () => {
    expect(await options({ ModelKey: "a-key-of-ours" })).toMatchObject({ mode: "hybrid" });
    const { resources } = await synthesised({ stage: "production", secrets: { ModelKey: "a-key-of-ours" } });
    const functions = resources.filter(({ type }) => type === "aws:lambda/function:Function");
    expect(JSON.stringify(functions)).not.toContain("a-key-of-ours");
  });
});

describe.skipIf(WITHOUT_PLATFORM)(`the options of a catalog ${NEEDS_PLATFORM}`, () => {
  it.each(STAGES)("are usable in %s, and never allow sample values", async (stage) => {
    const [, starter] = lambdas(await deployed(stage)).find(([name]) => name === "StarterFunction") ?? [];
    const options: unknown = JSON.parse(starter?.environment.variables.CATALOG_OPTIONS ?? "null");
    const usable = CatalogOptions.omit({ catalogId: true }).parse(options);
    expect(usable).toEqual({
      ...stageSettings(stage).catalogs,
      ...{ provider: "keepa", codeColumn: null, user: "drop", sample: false },
    });
  });
});

describe.skipIf(WITHOUT_PLATFORM)(`sst dev ${NEEDS_PLATFORM}`, () => {
  it("has the same functions and machines, with functions that run on the developer's machine", async () => {
    const app = await synthesised({ stage: "development", mode: "dev" });
    expect(
      lambdas(app)
        .map(([name]) => name)
        .sort(),
    ).toEqual(
      lambdas(await deployed("development"))
        .map(([name]) => name)
        .sort(),
    );
    for (const [name, { runtime }] of lambdas(app)) expect(runtime, name).toBe("provided.al2023");
    const definitions = (of: App) =>
      // SST ends its own names with eight letters by chance.
      machines(of).map(([name, { definition }]) => [name, definition.replace(/-[a-z]{8}(?=")/g, "")]);
    expect(definitions(app).sort()).toEqual(definitions(await deployed("development")).sort());
    expect(all(app, "aws:dynamodb/table:Table", z.unknown())).toHaveLength(6);
  });
});
