import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiKey } from "@millrace/core/api-key";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Answer, answerOf } from "../equipment/api.ts";
import { millraceOn, temporaryFolder } from "../equipment/command.ts";

const Started = z.strictObject({ url: z.url(), token: z.string() });
const Seeded = z.looseObject({
  tenants: z.array(z.object({ tenantId: z.string(), subdomain: z.string(), customerId: z.string() })),
  phone: z.string(),
});
const CreatedKey = ApiKey.omit({ secretHash: true }).extend({ key: z.string() });
const SEED = ["shop", "seed", "--customers", "30", "--orders", "90", "--json"];

describe("the API of one machine, by the command", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let millrace: ReturnType<typeof millraceOn>;
  const running = new Set<ReturnType<typeof millrace.start>>();

  beforeEach(() => {
    folder = temporaryFolder();
    millrace = millraceOn(folder.path);
  });
  afterEach(async () => {
    for (const child of running) await ended(child, "SIGKILL");
    folder.remove();
  });

  /** Starts the server, and waits for the line that says where it is. */
  async function start(...options: string[]) {
    const child = millrace.start(["start", "--json", ...options]);
    running.add(child);
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    while (!stdout.includes("\n") && child.exitCode === null) await sleep(10);
    const [line = ""] = stdout.split("\n");
    return {
      child,
      stderr: () => stderr,
      lines: () => stdout.trim().split("\n"),
      ...(line === "" ? { url: "", token: "" } : Started.parse(JSON.parse(line))),
    };
  }

  async function ended(
    child: ReturnType<typeof millrace.start>,
    signal: NodeJS.Signals,
  ): Promise<number | null> {
    running.delete(child);
    if (child.exitCode !== null) return child.exitCode;
    const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
    child.kill(signal);
    return closed;
  }

  async function ask(url: string, init: RequestInit & { token: string }): Promise<Answer> {
    const { token, headers, ...rest } = init;
    return answerOf(await fetch(url, { ...rest, headers: { ...headers, Authorization: `Bearer ${token}` } }));
  }

  /** A request with headers that `fetch` keeps for itself. */
  function raw(url: string, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      request(url, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once("error", reject)
        .end();
    });
  }

  it("the seed's walk-through: a miss, a hit, an update, a miss; killed and started again the shop and its cache are there, and the old token is not", async () => {
    const seeded = Seeded.parse(JSON.parse((await millrace.run(...SEED)).stdout));
    const tenant = seeded.tenants.find(({ tenantId }) => tenantId === "default");
    const path = `/api/customers/${tenant?.customerId}`;
    const first = await start("--port", "0");
    const cacheOf = async ({ url, token }: { url: string; token: string }) => {
      const headers = { "X-Tenant-Subdomain": tenant?.subdomain ?? "" };
      const answer = await ask(url + path, { token, headers });
      return [answer.status, answer.headers.get("X-Cache")];
    };
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await cacheOf(first)).toEqual([200, "miss"]);
    expect(await cacheOf(first)).toEqual([200, "hit"]);
    const change = {
      method: "PUT",
      body: '{"firstName":"Updated"}',
      headers: { "Content-Type": "application/json" },
    };
    const updated = await ask(first.url + path, { token: first.token, ...change });
    expect(updated.body).toMatchObject({ firstName: "Updated" });
    expect(await cacheOf(first)).toEqual([200, "miss"]);
    expect(await ended(first.child, "SIGKILL")).toBeNull();

    const again = await start("--port", "0");
    expect(again.token).not.toBe(first.token);
    expect(await cacheOf({ url: again.url, token: first.token })).toEqual([401, null]);
    expect(await cacheOf(again)).toEqual([200, "hit"]);
    expect((await ask(again.url + path, again)).body).toEqual(updated.body);
    expect(await ended(again.child, "SIGTERM")).toBe(0);
    expect(again.lines()).toHaveLength(1);
  });

  it("refuses what a page of another site has a browser ask, whatever key it carries", async () => {
    const { url, token } = await start("--port", "0");
    const { port } = new URL(url);
    const key = { Authorization: `Bearer ${token}` };
    const services = `${url}/api/services`;
    expect(await raw(services, key)).toBe(200);
    expect(await raw(services, { ...key, Host: `localhost:${port}` })).toBe(200);
    expect(
      await raw(services, { ...key, Host: `LOCALHOST:${port}`, Origin: `http://localhost:${port}` }),
    ).toBe(200);
    const evil = [
      { Host: "evil.example" },
      { Host: `evil.example:${port}` },
      { Host: "127.0.0.1" },
      { Host: `127.0.0.1:${port}.evil.example` },
      { Host: `127.0.0.1.evil.example:${port}` },
      { Host: "127.0.0.1:1" },
      { Host: `[::1]:${port}` },
      { Host: `0.0.0.0:${port}` },
      { Host: `user@127.0.0.1:${port}` },
      { Origin: "http://evil.example" },
      { Origin: "null" },
      { Origin: "" },
      { Origin: `https://127.0.0.1:${port}` },
      { Origin: "http://127.0.0.1" },
      { Origin: `http://127.0.0.1:${port}.evil.example` },
    ];
    for (const headers of evil) {
      const status = await raw(services, { ...key, ...headers });
      // Node itself answers what is no host at all.
      expect([400, 403], JSON.stringify(headers)).toContain(status);
    }
    expect(await raw(`${url}/healthz`, { Host: "evil.example" })).toBe(403);
  });

  it("a port that was asked for and is taken is a refusal that says what to do; who has it goes on", async () => {
    const first = await start("--port", "0");
    const { port } = new URL(first.url);
    const second = millraceOn(folder.path);
    const refused = await second.run("start", "--port", port);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`port ${port}`);
    expect(refused.stderr).toContain("--port");
    expect((await ask(`${first.url}/api/services`, first)).status).toBe(200);
  });

  it("its own end takes the token with it, and requests under way are answered", async () => {
    const { child, url, token } = await start("--port", "0");
    const under = Promise.all(Array.from({ length: 20 }, () => ask(`${url}/api/services`, { token })));
    expect(new Set((await under).map(({ status }) => status))).toEqual(new Set([200]));
    expect(await ended(child, "SIGTERM")).toBe(0);
    const again = await start("--port", "0");
    expect((await ask(`${again.url}/api/services`, { token })).status).toBe(401);
    expect((await millrace.run("keys", "list", "--json", "--all")).stdout).toBe("");
  });

  it("several serve one folder: each has a token of its own, good for itself alone, and ends without the other", async () => {
    const [first, second] = [await start("--port", "0"), await start("--port", "0", "--tenant", "acme")];
    const status = async (url: string, token: string) => (await ask(`${url}/api/services`, { token })).status;
    expect(await status(first.url, first.token)).toBe(200);
    expect(await status(second.url, second.token)).toBe(200);
    expect(await status(first.url, second.token)).toBe(401);
    expect(await status(second.url, first.token)).toBe(401);
    expect(await ended(second.child, "SIGTERM")).toBe(0);
    expect(await status(first.url, first.token)).toBe(200);
  });

  it("keys: made with scopes, shown once, listed without their secret, refused once revoked", async () => {
    const made = await millrace.run(
      "keys",
      "create",
      "--name",
      "till",
      "--scopes",
      "customers:read",
      "--json",
    );
    const { key, id } = CreatedKey.parse(JSON.parse(made.stdout));
    const { url, token } = await start("--port", "0");
    const post = {
      method: "POST",
      body: '{"firstName":"Ana"}',
      headers: { "Content-Type": "application/json" },
    };
    expect((await ask(`${url}/api/customers`, { token: key })).status).toBe(200);
    expect((await ask(`${url}/api/customers`, { token: key, ...post })).status).toBe(403);
    expect((await ask(`${url}/api/customers`, { token, ...post })).status).toBe(201);
    const listed = await millrace.run("keys", "list");
    expect(listed.stdout).toContain("till");
    expect(listed.stdout).toContain(id);
    expect(listed.stdout).not.toContain(key.slice(-43));
    const theirs = await millrace.run("keys", "revoke", id, "--tenant", "acme");
    expect([theirs.code, theirs.stderr.includes("acme")]).toEqual([1, true]);
    expect((await ask(`${url}/api/customers`, { token: key })).status).toBe(200);
    expect((await millrace.run("keys", "revoke", id)).code).toBe(0);
    expect((await ask(`${url}/api/customers`, { token: key })).status).toBe(401);
    expect((await millrace.run("keys", "create", "--scopes", "everything")).code).toBe(2);
  });
});
