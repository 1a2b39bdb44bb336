import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { sharedBundles } from "../equipment/shared-servers.ts";
import { deployed, NEEDS_PLATFORM, WITHOUT_PLATFORM } from "../equipment/stacks.ts";

/** What a cold start may load; the import takes about 100 ms a megabyte on a small function. */
const MEGABYTE = 1024 * 1024;
/** Those that serve the API know all of its routes, the database, the cache and all stores; they have the most processor. */
const LARGE = ["Api", "RunsApi"];
const mostMegabytes = (name: string) => (LARGE.includes(name) ? 2.5 : 2);

describe.skipIf(WITHOUT_PLATFORM)(`the bundles of the functions ${NEEDS_PLATFORM}`, async () => {
  const builds = WITHOUT_PLATFORM ? [] : (await deployed("production")).builds;
  const bundled = async ({ functionID, handler }: (typeof builds)[number]) => {
    const bundle = (await sharedBundles()).get(handler);
    if (bundle === undefined) throw new Error(`${functionID} has no bundle`);
    return bundle;
  };

  it.each(builds.map((build) => ({ name: build.functionID, most: mostMegabytes(build.functionID), build })))(
    "$name loads less than $most MB when it starts",
    async ({ name, most, build }) => {
      const { startBytes, totalBytes } = await bundled(build);
      const kb = (bytes: number) => `${Math.round(bytes / 1024)} KB`;
      console.log(`${name}: ${kb(startBytes)} at the start, ${kb(totalBytes)} with what is loaded on demand`);
      expect(startBytes).toBeLessThan(most * MEGABYTE);
    },
  );

  it("import with an empty environment: nothing is read or opened before the first event", async () => {
    const files = await Promise.all(builds.map(async (build) => (await bundled(build)).file));
    const script = `for (const file of ${JSON.stringify(files)}) console.log(typeof (await import(file)).handler);`;
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      env: {},
      encoding: "utf8",
    });
    expect(said.trim().split("\n")).toEqual(files.map(() => "function"));
  });
});
