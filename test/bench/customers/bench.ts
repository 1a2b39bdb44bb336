import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { printTable } from "@millrace/local/command/output";
import { measureDay } from "./day.ts";
import { measureOneByOne, measurePreload, type PreloadFigures, phonesOf } from "./preload.ts";
import { measureReads, measureStampede } from "./reads.ts";
import { type Servers, startServers } from "./servers.ts";

/** How much faster bulk has to be than one by one. */
const RATIO = 10;
/** What the original document on caching customers expects. */
const SEED_HIT_RATE = "70-80 %";
const READERS = 100;

const folder = mkdtempSync(join(tmpdir(), "millrace-bench-"));
const servers = await startServers();
try {
  console.log(`\nNode ${process.version}, ${availableParallelism()} cores\n`);
  if (typeof servers === "string") {
    console.log(`Left out: everything that needs real servers (${servers}).`);
    if (process.env.CI === "true") process.exitCode = 1;
  } else await withServers(servers);
  await day();
} finally {
  if (typeof servers !== "string") await servers.close();
  rmSync(folder, { recursive: true, force: true });
}

async function withServers(servers: Servers): Promise<void> {
  const rows: string[][] = [];
  const phones = await phonesOf(servers, 10_000);
  // Both ways once, unmeasured: connections, statements and code are then warm.
  await measureOneByOne(servers, phones.slice(0, 100));
  await measurePreload(servers, phones.slice(0, 5_000));
  for (const count of [1_000, 10_000]) {
    const some = phones.slice(0, count);
    const bulk = await measurePreload(servers, some);
    const single = await measureOneByOne(servers, some);
    const ratio = single.seconds / bulk.seconds;
    rows.push(preloadRow("preloaded", bulk, `${ratio.toFixed(1)} times faster`));
    rows.push(preloadRow("one query and one SET each", single, ""));
    if (ratio < RATIO) {
      console.error(`${count} phones: ${ratio.toFixed(1)} times faster, to reach: ${RATIO}`);
      process.exitCode = 1;
    }
  }
  console.log("Statistics, MariaDB and redis-server behind PlanetScale's and Upstash's protocols:\n");
  printTable(["", "phones", "seconds", "queries", "requests to the cache", ""], rows);
  const latencies = await measureReads(servers, folder);
  console.log("\nOne customer with pets:\n");
  printTable(
    ["", "p50 ms", "p99 ms"],
    latencies.map(({ what, p50Ms, p99Ms }) => [what, p50Ms.toFixed(2), p99Ms.toFixed(2)]),
  );
  const { queries } = await measureStampede(servers, READERS);
  console.log(`\n${READERS} processes that miss one key at once: ${queries} query (to reach: 1).`);
  if (queries !== 1) process.exitCode = 1;
}

function preloadRow(what: string, figures: PreloadFigures, note: string): string[] {
  const { phones, seconds, queries, requests } = figures;
  return [what, phones.toLocaleString("en"), seconds.toFixed(2), String(queries), String(requests), note];
}

async function day(): Promise<void> {
  const { reads, changes, hitRate, counts } = await measureDay(folder);
  const { miss = 0, stale = 0 } = counts;
  console.log(
    `\nA day of check-ins (Zipf): ${reads} reads, ${changes} changes: ${(100 * hitRate).toFixed(0)} % without a query ` +
      `(the seed expects ${SEED_HIT_RATE}); ${miss} misses, ${stale} stale.`,
  );
}
