import { sfnClient } from "@millrace/aws/clients";
import { stepFunctions } from "@millrace/aws/flows";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LOCAL_CREDENTIALS } from "../../../test/equipment/dynamo-server.ts";
import { type Execution, type SfnServer, startStepFunctions } from "../../../test/equipment/sfn-server.ts";

// What every adapter does is in test/contract/flows.ts.

const ARN = "arn:aws:states:us-east-1:123456789012:stateMachine";

let server: SfnServer;
let client: ReturnType<typeof sfnClient>;
const started: Execution[] = [];

beforeAll(async () => {
  server = await startStepFunctions((execution) => {
    started.push(execution);
    return { result: new Promise(() => {}), stop() {} };
  });
  client = sfnClient({ endpoint: server.endpoint, ...LOCAL_CREDENTIALS });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

it("starts the flow's own machine, and no other where it does not know that", async () => {
  const flows = stepFunctions({
    client,
    machines: { "lead-import": `${ARN}:import`, "lead-undo": `${ARN}:undo` },
  });
  await flows.start({ flow: "lead-undo", name: "run-1", input: { runId: "é" } });
  expect(started).toEqual([{ machineArn: `${ARN}:undo`, name: "run-1", input: '{"runId":"é"}' }]);
  const unknown = flows.start({ flow: "customer-refresh", name: "run-1", input: {} });
  await expect(unknown).rejects.toThrow("customer-refresh");
  expect(started).toHaveLength(1);
});
