import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Finished, millraceOn, temporaryFolder } from "../equipment/command.ts";

const folder = temporaryFolder();
afterAll(folder.remove);
mkdirSync(folder.path, { recursive: true });
const millrace = millraceOn(join(folder.path, "data"));
const NOBODY = "3009876501";

const Seeded = z.looseObject({ phone: z.string() });
const Line = z.record(z.string(), z.unknown());
const line = ({ stdout }: Finished) => Line.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));

function file(name: string, content: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

describe("statistics of customers on one machine", () => {
  let phone: string;
  beforeAll(async () => {
    const seeded = await millrace.run(
      "shop",
      "seed",
      "--customers",
      "50",
      "--orders",
      "400",
      "--seed",
      "3",
      "--json",
    );
    phone = Seeded.parse(line(seeded)).phone;
  });

  it("are preloaded from a list of phones, which counts what became of it", async () => {
    const phones = file("phones.txt", `${phone}\n+57 ${phone}\n\n${NOBODY}\nno phone\n`);
    const done = await millrace.run("preload", phones, "--json");
    expect([done.code, line(done)]).toEqual([
      0,
      { records: 4, phones: 2, queries: 1, pipelines: 1, cached: 1, notFound: 1, withoutPhone: 1, failed: 0 },
    ]);
  });

  it("are then read from the cache, or anew from the database", async () => {
    const cached = await millrace.run("stats", `+57${phone}`, "--json");
    expect([cached.code, line(cached)]).toMatchObject([0, { phone, found: true, from: "hit" }]);
    const fresh = line(await millrace.run("stats", phone, "--fresh", "--json"));
    expect(fresh).toEqual({ ...line(cached), from: "miss" });
    const { cantOrders, delivered, cantReturOrders, canceled } = z
      .object({ cantOrders: z.int(), delivered: z.int(), cantReturOrders: z.int(), canceled: z.int() })
      .parse(fresh);
    expect(cantOrders).toBeGreaterThanOrEqual(delivered + cantReturOrders + canceled);
    expect((await millrace.run("stats", phone)).stdout).toContain(`${phone}, from the cache`);
  });

  it("of a phone that no customer has are none: exit code 1, and it says so", async () => {
    const none = await millrace.run("stats", NOBODY, "--json");
    expect([none.code, line(none)]).toEqual([1, { phone: NOBODY, from: "hit", found: false }]);
    expect(none.stderr).toContain(`no customer has the phone ${NOBODY}`);
    const noPhone = await millrace.run("stats", "no phone");
    expect([noPhone.code, noPhone.stderr]).toEqual([
      1,
      "Input.Invalid: this is no phone number: check its digits and its country code\n",
    ]);
  });

  it("come from an SQS event too, whose unreadable messages fail alone: exit code 3", async () => {
    const body = JSON.stringify({ detail: { customer: { phone } } });
    const event = file(
      "event.json",
      JSON.stringify({ Records: [{ body }, { messageId: "m2", body: "hello" }] }),
    );
    const done = await millrace.run("preload", event, "--json");
    expect([done.code, line(done)]).toMatchObject([3, { records: 2, phones: 1, cached: 1, failed: 1 }]);
    expect(done.stderr).toContain("failed: m2");
  });
});
