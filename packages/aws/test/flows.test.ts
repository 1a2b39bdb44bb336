import { sfnClient } from "@millrace/aws/clients";
import { stepFunctions } from "@millrace/aws/flows";
import type { Flows } from "@millrace/core/flow";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LOCAL_CREDENTIALS } from "../../../test/equipment/dynamo-server.ts";
import { type Execution, type SfnServer, startStepFunctions } from "../../../test/equipment/sfn-server.ts";

const ARN = "arn:aws:states:us-east-1:123456789012:stateMachine";

describe("flows on Step Functions", () => {
  let server: SfnServer;
  let client: ReturnType<typeof sfnClient>;
  let flows: Flows;
  const started: Execution[] = [];
  let end: (status: "SUCCEEDED" | "FAILED") => void;
  let number = 0;
  let name: string;

  beforeAll(async () => {
    server = await startStepFunctions((execution) => {
      started.push(execution);
      return {
        result: new Promise((resolve) => {
          end = resolve;
        }),
        stop() {},
      };
    });
    client = sfnClient({ endpoint: server.endpoint, ...LOCAL_CREDENTIALS });
    const machines = { "lead-import": `${ARN}:import`, "lead-undo": `${ARN}:undo` };
    flows = stepFunctions({ client, machines });
  });
  beforeEach(() => {
    started.length = 0;
    name = `run-${++number}`;
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  const start = (input: unknown) => flows.start({ flow: "lead-import", name, input });
  const describeIt = () => flows.describe({ flow: "lead-import", name });

  it("start the flow's machine under the name, with the input", async () => {
    expect(await start({ runId: "é" })).toBe("started");
    expect(started).toEqual([{ machineArn: `${ARN}:import`, name, input: '{"runId":"é"}' }]);
  });

  it("start nothing under a name that was used, whether that ran to its end or runs", async () => {
    await start({ runId: 1 });
    await start({ runId: 1 });
    expect(await start({ runId: 2 })).toBe("exists");
    end("SUCCEEDED");
    expect(await start({ runId: 1 })).toBe("exists");
    expect(started).toHaveLength(1);
  });

  it.each(["SUCCEEDED", "FAILED"] as const)("tell that an execution runs, and that it %s", async (status) => {
    await start({});
    expect(await describeIt()).toBe("RUNNING");
    end(status);
    expect(await describeIt()).toBe(status);
  });

  it("tell executions of one name on different machines apart, and what never was", async () => {
    await start({});
    expect(await flows.describe({ flow: "lead-undo", name })).toBeNull();
  });

  it("stop an execution; one that has ended, or never was, is no error", async () => {
    await start({});
    for (const which of [name, name, "nobody"]) {
      await flows.stop({ flow: "lead-import", name: which, cause: "the user wants it" });
    }
    expect(await describeIt()).toBe("ABORTED");
  });

  it("fail for a name that Step Functions refuses", async () => {
    const long = "x".repeat(81);
    const starting = flows.start({ flow: "lead-import", name: long, input: {} });
    await expect(starting).rejects.toMatchObject({ name: "InvalidName" });
  });
});
