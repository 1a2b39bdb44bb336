import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { upstashCache } from "@millrace/aws/cache";
import { openCacheDatabase, sqliteCache } from "@millrace/local/store/cache";
import { systemClock } from "@millrace/local/system";
import { afterAll, beforeAll, describe } from "vitest";
import { emptyCacheMemory, memoryCache } from "../equipment/memory-cache.ts";
import { type RedisServer, redisIsMissing, startRedis } from "../equipment/redis-server.ts";
import { startUpstashFront, type UpstashFront } from "../equipment/upstash-front.ts";
import { ahead, cacheContract } from "./cache.ts";
import { cacheAgreement } from "./cache-agreement.ts";
import { cacheAsideContract } from "./cache-aside.ts";

const missing = redisIsMissing();
const skipped = missing !== null && process.env.CI !== "true";

cacheContract("memory", async () => {
  const memory = emptyCacheMemory();
  const open = (ms = 0) => memoryCache({ memory, clock: ahead(systemClock, ms), step: async () => {} });
  return { open, pass: systemClock.sleep, close: async () => {} };
});

describe("SQLite", () => {
  /** A file that several connections have open, as processes do. */
  const make = async () => {
    const folder = mkdtempSync(join(tmpdir(), "millrace-cache-"));
    const connections: ReturnType<typeof openCacheDatabase>[] = [];
    return {
      open(ms = 0) {
        const db = openCacheDatabase(join(folder, "cache.db"));
        connections.push(db);
        return sqliteCache({ db, clock: ahead(systemClock, ms) });
      },
      pass: systemClock.sleep,
      async close() {
        for (const db of connections) db.close();
        rmSync(folder, { recursive: true });
      },
    };
  };

  cacheContract("SQLite", make);
  cacheAgreement("SQLite", make);
  cacheAsideContract("SQLite", make);
});

describe.skipIf(skipped)(`redis-server${skipped ? ` (skipped: ${missing})` : ""}`, () => {
  let server: RedisServer;
  let front: UpstashFront;

  beforeAll(async () => {
    server = await startRedis();
    front = await startUpstashFront({ redisUrl: server.url });
  });
  afterAll(async () => {
    await front.close();
    await server.close();
  });

  const make = async () => ({
    // On a machine that does much else an answer within 300 ms is not to be counted on.
    open: (ms = 0) => upstashCache({ ...front, clock: ahead(systemClock, ms), timeoutMs: 20_000 }),
    pass: systemClock.sleep,
    close: async () => {},
  });

  cacheContract("Upstash", make);
  cacheAgreement("Upstash", make);
  cacheAsideContract("Upstash", make);
});
