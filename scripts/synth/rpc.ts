import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What SST asks its command to build: a function, its handler and what it is linked to. */
export interface Build {
  functionID: string;
  handler: string;
  links: Record<string, unknown>;
  properties: { splitting?: boolean };
}

/**
 * Stands in for the `sst` command, which SST's components ask for bundles and for the account's own bucket.
 *
 * @param bundle - a folder that stands for every function's code
 */
export async function serveSst(input: { bundle: string }) {
  const builds: Build[] = [];
  const answers: Record<string, (params: Build[]) => unknown> = {
    "Provider.Aws.Bootstrap": () => ({
      asset: "asset-bucket",
      assetEcrRegistryId: "1",
      assetEcrUrl: "ecr",
      state: "state",
    }),
    "Provider.Aws.Appsync": () => ({ http: "http.example", realtime: "realtime.example" }),
    "Runtime.AddTarget": (params) => void builds.push(...params),
    "Runtime.Build": (params) => {
      builds.push(...params);
      return { errors: [], handler: "index.handler", out: input.bundle, sourcemaps: [] };
    },
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { method, params } = JSON.parse(body);
      const answer = answers[method];
      response.end(
        JSON.stringify(
          answer === undefined ? { error: `nobody answers ${method}` } : { result: answer(params) ?? {} },
        ),
      );
    });
  });
  // Not the five seconds of Node: on a busy machine SST would meet a connection that was just closed.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens to a port always has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, builds, close: () => server.close() };
}
