import { StatesError, type TaskRunner } from "@millrace/asl";
import * as z from "zod";
import { type App, all } from "../equipment/stacks.ts";
import type { httpApi } from "./http-api.ts";
import type { Act } from "./iam.ts";

const Connection = z.object({
  arn: z.string(),
  secretArn: z.string(),
  authorizationType: z.literal("API_KEY"),
  authParameters: z.object({ apiKey: z.object({ key: z.string(), value: z.string() }) }),
});

/**
 * Does HTTP tasks as Step Functions does: with the role of the machine, and with the key that EventBridge keeps for the connection.
 *
 * @param input.machineArn - whose tasks they are
 * @param input.note - told what is done with the machine's role; whether that allows it
 */
export function httpTasks(input: {
  app: App;
  machineArn: string;
  fetch: ReturnType<typeof httpApi>["fetch"];
  note: (act: Act) => boolean;
}): NonNullable<TaskRunner["http"]> {
  const { app, machineArn, fetch, note } = input;
  const connections = all(app, "aws:cloudwatch/eventConnection:EventConnection", Connection);
  return async ({ method, url, headers, body, connectionArn }) => {
    const [, connection] = connections.find(([, { arn }]) => arn === connectionArn) ?? [];
    if (connection === undefined) throw new StatesError("Events.ConnectionResource.NotFound", url);
    const { arn, secretArn, authParameters } = connection;
    const context = { "states:HTTPMethod": method, "states:HTTPEndpoint": url };
    // https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#http-task-permission
    const acts: Act[] = [
      { action: "states:InvokeHTTPEndpoint", resource: machineArn, context },
      { action: "events:RetrieveConnectionCredentials", resource: arn },
      { action: "secretsmanager:DescribeSecret", resource: secretArn },
      { action: "secretsmanager:GetSecretValue", resource: secretArn },
    ];
    if (!acts.map(note).every(Boolean)) throw new StatesError("Events.ConnectionResource.AccessDenied", url);
    const { key, value } = authParameters.apiKey;
    const request = { method, url, headers: { ...headers, [key]: value } };
    const answer = await fetch(body === undefined ? request : { ...request, body });
    return { statusCode: answer.status, statusText: "", headers: answer.headers, body: answer.body };
  };
}
