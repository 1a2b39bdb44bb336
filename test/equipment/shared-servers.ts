import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";
import * as z from "zod";
import { bundleFunctions, type FunctionBundles } from "../../scripts/synth/bundle-function.ts";
import { synthesise } from "../../scripts/synth/evaluate.ts";
import { buildConsole } from "./console-build.ts";
import { startDynamo } from "./dynamo-server.ts";
import { listen } from "./loopback.ts";
import { MariadbAddress, startMariadb } from "./mariadb-server.ts";
import { deployed, SYNTHESIS_URL } from "./stacks.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where a test file asks for the servers that all of them share. */
    sharedServers: string;
  }
}

/** A server that runs: what test files are told of it, and how it ends. */
interface Running {
  told: unknown;
  close(): void | Promise<void>;
}

const SYNTHESIS = "/synthesis";
const syntheses = new Map<string, Promise<string>>();

/** The app as a request says it is to be evaluated. */
async function synthesisFor(request: IncomingMessage): Promise<string> {
  const input = await text(request);
  const synthesis = syntheses.get(input) ?? synthesise(JSON.parse(input)).then((app) => JSON.stringify(app));
  syntheses.set(input, synthesis);
  return synthesis;
}

/** By the path a test file asks for. */
const SERVERS: Record<string, () => Promise<Running>> = {
  "/dynamo": async () => {
    const { endpoint, close } = await startDynamo();
    return { told: endpoint, close };
  },
  "/mariadb": async () => {
    const { address, close } = await startMariadb();
    return { told: address, close };
  },
  "/console": async () => {
    await buildConsole();
    return { told: null, close() {} };
  },
  "/bundles": async () => {
    const { builds } = await deployed("production");
    const bundles = await bundleFunctions({ builds, folder: mkdtempSync(join(tmpdir(), "bundles-")) });
    return { told: [...bundles], close() {} };
  },
};

/**
 * Servers that take long to start are started once for a whole test run, and only when the first test file asks for them:
 * vitest runs this before all test files, in a process of its own.
 *
 * @returns what ends them
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const endTemporary = temporaryFolder();
  const started = new Map<string, Promise<Running>>();
  const starter = createServer((request, response) => {
    const path = request.url ?? "";
    const fail = (error: unknown) => void response.writeHead(500).end(String(error));
    if (path === SYNTHESIS) return void synthesisFor(request).then((app) => response.end(app), fail);
    const start = SERVERS[path];
    if (start === undefined) return void response.writeHead(404).end(`no shared server at ${path}`);
    const running = started.get(path) ?? start();
    started.set(path, running);
    running.then(({ told }) => response.end(JSON.stringify(told)), fail);
  });
  const { endpoint, close } = await listen(starter);
  project.provide("sharedServers", endpoint);
  process.env[SYNTHESIS_URL] = `${endpoint}${SYNTHESIS}`;
  return async () => {
    await close();
    for (const running of started.values()) await (await running.catch(() => undefined))?.close();
    endTemporary();
  };
}

/**
 * Gives the test files a temporary folder of their own, since a worker that is ended at once leaves what it had there. What Node compiled for
 * one process of the run, those after it find in it.
 */
function temporaryFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "millrace-tests-"));
  process.env.TMPDIR = folder;
  process.env.NODE_COMPILE_CACHE = join(folder, "compiled");
  return () => rmSync(folder, { recursive: true, force: true });
}

async function ask(path: string): Promise<unknown> {
  const answer = await fetch(`${inject("sharedServers")}${path}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return JSON.parse(text);
}

/** The endpoint of the DynamoDB Local that all test files share: give your tables names of your own. */
export async function sharedDynamo(): Promise<string> {
  return z.string().parse(await ask("/dynamo"));
}

/** The MariaDB that all test files share: make a database of your own. */
export async function sharedMariadb(): Promise<MariadbAddress> {
  return MariadbAddress.parse(await ask("/mariadb"));
}

const Bundles = z.array(
  z.tuple([z.string(), z.object({ file: z.string(), startBytes: z.number(), totalBytes: z.number() })]),
);

/** The bundles of the app's functions, which are the same in all stages. */
export async function sharedBundles(): Promise<FunctionBundles> {
  return new Map(Bundles.parse(await ask("/bundles")));
}

/** Builds the page once for all test files; it is in its place when this resolves. */
export async function sharedConsole(): Promise<void> {
  await ask("/console");
}
