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
}

/** What of Pulumi a synthesis uses. */
interface Pulumi {
  runtime: {
    setMocks(mocks: object, project: string, stack: string, preview: boolean): void;
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
  pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }: Omit<Resource, "outputs">) {
        const plain = withoutSecrets(inputs) as Record<string, unknown>;
        const outputs = { ...inputs, ...attributes({ type, name, inputs: plain }) };
        resources.push({
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
  await pulumi.runtime.runInPulumiStack(input.program);
  // Waits for the resources that outputs of others lead to.
  await pulumi.runtime.disconnect();
  writeFileSync(input.file, JSON.stringify(resources));
}

/** Pulumi marks a secret by wrapping it in an object with this key. */
const SECRET = "4dabf18193072939515e22adb298388d";

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (SECRET in value && "value" in value) return withoutSecrets(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}
