import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createConnection } from "mysql2/promise";
import * as z from "zod";
import { freePort } from "./free-port.ts";

/** Where a private MariaDB listens, for any user, without a password. */
export const MariadbAddress = z.object({
  host: z.string(),
  port: z.number(),
  user: z.string(),
  socketPath: z.string(),
});
export type MariadbAddress = z.infer<typeof MariadbAddress>;

export interface MariadbServer {
  address: MariadbAddress;
  close(): Promise<void>;
}

/** Room for an empty MariaDB (115 MB) and what tests and benchmarks put there. */
const ENOUGH_BYTES = 1_000_000_000;

/** Why there can be no MariaDB here; null where there can. */
export function mariadbIsMissing(): string | null {
  const isThere = ["mariadbd", "mariadb-install-db"].every((name) => spawnSync("which", [name]).status === 0);
  return isThere ? null : "no MariaDB: npm run servers";
}

/** Starts a MariaDB of its own, in memory where there is room; it answers when this resolves, after some two seconds. */
export async function startMariadb(): Promise<MariadbServer> {
  const folder = mkdtempSync(join(memory() ?? tmpdir(), "millrace-mariadb-"));
  const datadir = `--datadir=${join(folder, "data")}`;
  // As root it wants to be told that it may.
  const user = process.getuid?.() === 0 ? ["--user=root"] : [];
  const common = ["--no-defaults", datadir, ...user];
  const made = spawnSync("mariadb-install-db", [...common, "--skip-test-db"], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.stderr}`);
  const address = {
    ...{ host: "127.0.0.1", port: await freePort(), user: "root" },
    socketPath: join(folder, "socket"),
  };
  const server = spawn("mariadbd", [
    ...common,
    // A server that starts deletes what it takes for leftovers of its own in its tmpdir: other servers' tables.
    `--tmpdir=${folder}`,
    ...["--skip-grant-tables", "--skip-name-resolve", "--skip-log-bin"],
    ...["--bind-address=127.0.0.1", `--port=${address.port}`, `--socket=${address.socketPath}`],
    ...[`--pid-file=${join(folder, "pid")}`, "--max-connections=500"],
  ]);
  const end = () => {
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  // Nothing else would end it with a test run that was killed half-way.
  process.once("exit", end);
  await untilReady({ server, address });
  return {
    address,
    async close() {
      process.off("exit", end);
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGKILL");
      await ended;
      end();
    },
  };
}

/** A database of its own on a server. */
export async function createDatabase(input: { address: MariadbAddress; name: string }): Promise<void> {
  const connection = await createConnection(input.address);
  // PlanetScale's default.
  await connection.query("create database ?? character set utf8mb4", [input.name]);
  await connection.end();
}

/** A file system in memory with room; undefined where there is none. */
function memory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize > ENOUGH_BYTES ? "/dev/shm" : undefined;
  } catch {
    return undefined;
  }
}

async function untilReady(input: { server: ChildProcess; address: MariadbAddress }): Promise<void> {
  const { server, address } = input;
  let said = "";
  let failure: unknown;
  server.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  server.once("error", (error) => {
    failure = error;
  });
  server.once("exit", (code) => {
    failure ??= new Error(`mariadbd ended with code ${code}: ${said}`);
  });
  for (;;) {
    if (failure !== undefined) throw failure;
    try {
      const connection = await createConnection(address);
      await connection.end();
      return;
    } catch {
      await sleep(20);
    }
  }
}
