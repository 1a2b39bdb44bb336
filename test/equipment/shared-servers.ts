import { createServer } from "node:http";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";
import { type DynamoServer, startDynamo } from "./dynamo-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where a test file asks for the servers that all of them share. */
    sharedServers: string;
  }
}

/**
 * Servers that take long to start are started once for a whole test run, and only when the first test file asks for them:
 * vitest runs this before all test files, in a process of its own.
 *
 * @returns what ends them
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let dynamo: Promise<DynamoServer> | undefined;
  const starter = createServer((_, response) => {
    dynamo ??= startDynamo();
    dynamo.then(
      ({ endpoint }) => response.end(endpoint),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => starter.listen(0, "127.0.0.1", resolve));
  const address = starter.address();
  const port = address !== null && typeof address !== "string" ? address.port : 0;
  project.provide("sharedServers", `http://127.0.0.1:${port}`);
  return async () => {
    starter.close();
    (await dynamo?.catch(() => undefined))?.close();
  };
}

/** The endpoint of the DynamoDB Local that all test files share: give your tables names of your own. */
export async function sharedDynamo(): Promise<string> {
  const answer = await fetch(inject("sharedServers"));
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
