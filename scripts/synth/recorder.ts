import { writeFileSync } from "node:fs";
import { attributes, policyDocument } from "./mock-aws.ts";

/** What SST is asked to make, in the order it is asked. */
export interface Resource {
  /** Pulumi's, such as `aws:sqs/queue:Queue`. */
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** What AWS would answer, as far as anything asks for it. */
  outputs: Record<string, unknown>;
  /** Names of resources it waits for, besides those whose outputs it uses. */
  dependsOn: string[];
}

/** What of Pulumi a synthesis uses. */
interface Pulumi {
  runtime: {
    setMocks(mocks: object, project: string, stack: string, preview: boolean): void;
    registerStackTransformation(
      transformation: (args: { type: string; name: string; opts: { dependsOn?: unknown } }) => undefined,
    ): void;
    runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
    disconnect(): Promise<void>;
  };
}

/**
 * Evaluates the app under mocks of AWS and writes every resource to a file. Runs inside the bundle that `evaluate.ts`
 * makes, where Pulumi and SST are SST's own.
 */
export async function record(input: {
  pulumi: Pulumi;
  program: () => Promise<unknown>;
  app: { name: string; stage: string };
  file: string;
}): Promise<void> {
  const { pulumi, app } = input;
  const resources: Resource[] = [];
  const waits = new Map<string, string[]>();
  pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }: Pick<Resource, "type" | "name" | "inputs">) {
        const plain = withoutSecrets(inputs) as Record<string, unknown>;
        const outputs = { ...inputs, ...attributes({ type, name, inputs: plain }) };
        resources.push({
          dependsOn: waits.get(`${type} ${name}`) ?? [],
          type,
          name,
          inputs: plain,
          outputs: withoutSecrets(outputs) as Resource["outputs"],
        });
        return { id: `${outputs.id ?? outputs.name ?? name}`, state: outputs };
      },
      call({ token, inputs }: { token: string; inputs: Record<string, unknown> }) {
        if (token.includes("getPolicyDocument")) return { ...inputs, json: policyDocument(inputs) };
        if (token.includes("getRegion")) return { region: "us-east-1", name: "us-east-1" };
        if (token.includes("getCallerIdentity")) return { accountId: "123456789012" };
        if (token.includes("getPartition")) return { partition: "aws" };
        return inputs;
      },
    },
    app.name,
    app.stage,
    false,
  );
  await pulumi.runtime.runInPulumiStack(() => {
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      waits.set(`${type} ${name}`, namesOf(opts.dependsOn));
      return undefined;
    });
    return input.program();
  });
  // Waits for the resources that outputs of others lead to.
  await pulumi.runtime.disconnect();
  writeFileSync(input.file, JSON.stringify(resources));
}

/** Pulumi keeps a resource's name in `__name`; dependencies that are outputs have none. */
function namesOf(dependsOn: unknown): string[] {
  return [dependsOn]
    .flat()
    .flatMap((one) =>
      typeof one === "object" && one !== null && "__name" in one ? [String(one.__name)] : [],
    );
}

/** Pulumi marks a secret by wrapping it in an object with this key. */
const SECRET = "4dabf18193072939515e22adb298388d";

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (SECRET in value && "value" in value) return withoutSecrets(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}
