import { execFileSync, spawnSync } from "node:child_process";

/** What the tests need beyond npm: the Debian package, and the program it brings. */
const SERVERS: { debian: string; program: string }[] = [
  // DynamoDB Local, which comes by npm, is written in Java.
  { debian: "default-jre-headless", program: "java" },
  // What speaks as PlanetScale and Upstash do is put in front of these.
  { debian: "mariadb-server", program: "mariadbd" },
  { debian: "redis-server", program: "redis-server" },
  // The console is tried in a real browser.
  { debian: "chromium", program: "chromium" },
];

const isThere = (program: string) => spawnSync("which", [program]).status === 0;
const missing = SERVERS.filter(({ program }) => !isThere(program)).map(({ debian }) => debian);

if (missing.length === 0) console.log("Everything the tests need is here.");
else if (isThere("apt-get") && process.getuid?.() === 0) {
  execFileSync("apt-get", ["update"], { stdio: "inherit" });
  execFileSync("apt-get", ["install", "-y", "--no-install-recommends", ...missing], { stdio: "inherit" });
} else {
  console.error(
    `Missing: ${missing.join(", ")}. Install them as root (apt-get install ${missing.join(" ")});`,
  );
  console.error("until then the suites that need them are skipped, by name.");
  if (process.env.CI === "true") process.exitCode = 1;
}
