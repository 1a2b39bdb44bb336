import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type StageSettings, stageSettings } from "../../stacks/stage.ts";
import { NETWORK_STAR_RESOURCES, STAR_RESOURCES } from "../../stacks/waivers.ts";
import {
  type App,
  alarms,
  all,
  deployed,
  lambdas,
  NEEDS_PLATFORM,
  permissions,
  Role,
  synthesised,
  WITHOUT_PLATFORM,
} from "../equipment/stacks.ts";

const KEY = { ModelKey: "a-key-of-ours" };
const withSettings = (settings: Partial<StageSettings>, secrets: Record<string, string> = {}) =>
  synthesised({ stage: "production", settings, secrets });
const modelVariables = (app: App) =>
  lambdas(app).flatMap(([name, { environment }]) =>
    Object.entries(environment.variables)
      .filter(([variable]) => variable.startsWith("MILLRACE_MODEL"))
      .map(([variable, value]) => [name, variable, value]),
  );
const batchTime = (app: App) => alarms(app).find(([id]) => id === "BatchTimeAlarm")?.[1].threshold;

describe.skipIf(WITHOUT_PLATFORM)(`the model of a stage ${NEEDS_PLATFORM}`, () => {
  it("is DeepSeek's, at the prices Millrace knows, where the stage names none", async () => {
    expect(modelVariables(await deployed("production"))).toEqual([]);
  });

  it("is another service's where the stage names it: who asks it, and who says what that will cost, is told which", async () => {
    const model = {
      url: "https://models.example.com/v1",
      name: "small-model",
      promptUsd: 0.2,
      completionUsd: 0.8,
    };
    expect(modelVariables(await withSettings({ model }, KEY)).sort()).toEqual(
      ["RunsApiFunction", "StandardizeLeadsFunction"].flatMap((name) => [
        [name, "MILLRACE_MODEL", model.name],
        [name, "MILLRACE_MODEL_COMPLETION_USD", "0.8"],
        [name, "MILLRACE_MODEL_PROMPT_USD", "0.2"],
        [name, "MILLRACE_MODEL_URL", model.url],
      ]),
    );
  });

  it("decides what is usual for a batch: its answer is most of the time", async () => {
    const { usualBatchMs } = stageSettings("production");
    expect(batchTime(await deployed("production"))).toBe(1.3 * usualBatchMs.rules);
    expect(batchTime(await withSettings({}, KEY))).toBe(1.3 * usualBatchMs.model);
  });
});

const VPC = {
  privateSubnets: ["subnet-0a1b2c3d4e5f60718", "subnet-18f7e6d5c4b3a2910"],
  securityGroups: ["sg-0123456789abcdef0"],
};
const InNetwork = z.object({
  vpcConfig: z.object({ subnetIds: z.array(z.string()), securityGroupIds: z.array(z.string()) }),
});

describe.skipIf(WITHOUT_PLATFORM)(`a stage in a network of the account ${NEEDS_PLATFORM}`, () => {
  const inNetwork = () => withSettings({ vpc: VPC });

  it("has every function in its subnets, behind its security groups", async () => {
    const functions = all(await inNetwork(), "aws:lambda/function:Function", InNetwork);
    expect(functions).toHaveLength(lambdas(await deployed("production")).length);
    for (const [name, { vpcConfig }] of functions) {
      expect(vpcConfig, name).toEqual({
        subnetIds: VPC.privateSubnets,
        securityGroupIds: VPC.securityGroups,
      });
    }
  });

  it("lets Lambda make network interfaces with each function's role, and the function's code not", async () => {
    const app = await inNetwork();
    const roles = permissions(app);
    for (const [id, { arn }] of lambdas(app)) {
      const statements = roles.get(id.replace(/Function$/, "Role")) ?? [];
      const ec2 = statements.filter(({ Action: actions }) => actions.some((one) => one.startsWith("ec2:")));
      expect(
        ec2.map(({ Effect: effect, Condition: condition }) => [effect, condition]),
        id,
      ).toEqual([
        ["Allow", {}],
        ["Deny", { ArnEquals: { "lambda:SourceFunctionArn": [arn] } }],
      ]);
      for (const { Action: actions } of ec2)
        expect(actions.toSorted()).toEqual(Object.keys(NETWORK_STAR_RESOURCES).sort());
    }
  });

  it("grants nothing else: no policy of AWS's, which would open every log of the account", async () => {
    const app = await inNetwork();
    for (const [name, role] of all(app, "aws:iam/role:Role", Role))
      expect(role.managedPolicyArns, name).toEqual([]);
    const everywhere = [...permissions(app).values()]
      .flat()
      .filter(({ Resource: resources }) => resources.includes("*"))
      .flatMap(({ Action: actions }) => actions);
    const waived = { ...STAR_RESOURCES, ...NETWORK_STAR_RESOURCES };
    expect([...new Set(everywhere)].sort()).toEqual(Object.keys(waived).sort());
  });

  it("needs none by itself", async () => {
    const { resources } = await deployed("production");
    expect(JSON.stringify(resources)).not.toContain("ec2:");
    for (const [name, { vpcConfig }] of lambdas(await deployed("production")))
      expect(vpcConfig, name).toBeUndefined();
  });
});
