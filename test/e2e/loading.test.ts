import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { millraceOn, temporaryFolder } from "../equipment/command.ts";

/** What the shop, the API, the answers of Keepa and the language model need: each takes its part of a command's start. */
const SELDOM = ["kysely", "hono", "@hono/zod-openapi", "@hono/node-server", "htmlparser2", "openai", "xlsx"];

const hook = new URL("../equipment/list-packages.ts", import.meta.url);
const folder = temporaryFolder();
afterAll(folder.remove);
const leads = join(folder.path, "leads.csv");
writeFileSync(leads, "First name,E-mail\nAna,ana@example.com\n");

async function loadedBy(...words: string[]): Promise<string[]> {
  const millrace = millraceOn(join(folder.path, "data"), { NODE_OPTIONS: `--import=${hook.href}` });
  const { code, stderr } = await millrace.run(...words);
  expect(code).toBe(0);
  return z.array(z.string()).parse(JSON.parse(stderr.trim().split("\n").at(-1) ?? ""));
}

describe("what a command loads", () => {
  it.each([["--help"], ["runs"], ["import", leads]])("%s: nothing that it does without", async (...words) => {
    const loaded = await loadedBy(...words);
    expect(loaded).toContain("commander");
    expect(loaded.filter((name) => SELDOM.includes(name))).toEqual([]);
  });

  it("shop seed: the shop's library", async () => {
    expect(await loadedBy("shop", "seed", "--customers", "1", "--orders", "0")).toContain("kysely");
  });
});
