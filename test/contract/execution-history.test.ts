import { createEngine, type ExecutionEvent } from "@millrace/asl";
import { sfnClient } from "@millrace/aws/clients";
import { stepFunctions, stepFunctionsHistory } from "@millrace/aws/flows";
import { FlowName } from "@millrace/core/flow";
import { flowDefinition } from "@millrace/local/flow/definitions";
import { engineObjects, localFlows } from "@millrace/local/flow/flows";
import { httpTasks } from "@millrace/local/flow/http";
import { steps } from "@millrace/local/flow/steps";
import { random, systemClock, uuid } from "@millrace/local/system";
import * as z from "zod";
import { LOCAL_CREDENTIALS } from "../equipment/dynamo-server.ts";
import { type Running, startStepFunctions } from "../equipment/sfn-server.ts";
import { executionHistoryContract } from "./execution-history.ts";

executionHistoryContract("SQLite", async ({ stores, deps, api }) => {
  const flows = localFlows({ ...{ stores, deps, api, random, uuid }, clock: systemClock });
  return { flows, history: stores.history, close: () => flows.close() };
});

executionHistoryContract("Step Functions", async ({ deps, api }) => {
  const engine = createEngine({
    objects: engineObjects(deps.objects),
    tasks: {
      async invokeFunction({ functionName, payload }) {
        return z.json().parse(await steps[functionName]?.(payload, deps));
      },
      sendMessage: async () => ({ messageId: "1" }),
      http: httpTasks(api),
    },
  });
  const underWay = new Set<{ stop(): void; result: Promise<unknown> }>();
  const server = await startStepFunctions(({ machineArn, name, input }): Running => {
    const events: ExecutionEvent[] = [];
    const handle = engine.startExecution({
      definition: flowDefinition(FlowName.parse(machineArn.split(":").at(-1))),
      name,
      input: z.json().parse(JSON.parse(input)),
      onEvent: (event) => events.push(event),
    });
    underWay.add(handle);
    const stop: Running["stop"] = ({ error = "", cause = "" }) => handle.stop({ error, cause });
    return { result: handle.result.then(({ status }) => status), stop, events };
  });
  const client = sfnClient({ endpoint: server.endpoint, ...LOCAL_CREDENTIALS });
  const machines = Object.fromEntries(
    FlowName.options.map((flow) => [flow, `arn:aws:states:us-east-1:123456789012:stateMachine:${flow}`]),
  );
  return {
    flows: stepFunctions({ client, machines }),
    history: stepFunctionsHistory({ client, machines }),
    async close() {
      for (const { stop } of underWay) stop();
      await Promise.all([...underWay].map(({ result }) => result));
      client.destroy();
      await server.close();
    },
  };
});
