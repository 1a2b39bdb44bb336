import { spawn, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { freePort } from "./free-port.ts";

/** A redis-server of its own, in memory. */
export interface RedisServer {
  /** `redis://…` */
  url: string;
  close(): Promise<void>;
}

/** Why there can be no redis-server here; null where there can. */
export function redisIsMissing(): string | null {
  return spawnSync("redis-server", ["--version"]).status === 0 ? null : "no redis-server: npm run servers";
}

/** Starts a redis-server that writes nothing to the disk; it answers when this resolves. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn("redis-server", options, { stdio: "ignore" });
  let failure: unknown;
  server.once("error", (error) => {
    failure = error;
  });
  const exited = new Promise<void>((resolve) =>
    server.once("exit", (code) => {
      failure ??= new Error(`redis-server ended with code ${code}`);
      resolve();
    }),
  );
  // Nothing else would end it with a test run that was killed half-way.
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);
  const url = `redis://127.0.0.1:${port}`;
  while (!(await answers(url))) {
    if (failure !== undefined) throw failure;
    await sleep(20);
  }
  return {
    url,
    async close() {
      process.off("exit", kill);
      kill();
      await exited;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.close();
    return true;
  } catch {
    return false;
  }
}
