import { buildWhereNeeded, DIST } from "./console/build.ts";
import { firstLoad } from "./console/first-load.ts";

/** The first load on a phone's network in some seconds. */
const MOST_BYTES = 500_000;

/** Part of `npm run check`: what the first page loads stays small. */
if (await buildWhereNeeded()) {
  const bytes = firstLoad({ dist: DIST }).reduce((sum, file) => sum + file.bytes, 0);
  const [is, most] = [bytes, MOST_BYTES].map((each) => `${Math.round(each / 1000)} KB`);
  console.log(`The console's first load is ${is} compressed, of ${most} at most.`);
  if (bytes > MOST_BYTES) process.exitCode = 1;
} else process.exitCode = 1;
