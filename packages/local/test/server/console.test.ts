import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnv } from "@millrace/api";
import { consolePage } from "@millrace/local/server/console";
import { type Server, startServer } from "@millrace/local/server/index";
import { systemClock, uuid } from "@millrace/local/system";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../../test/equipment/command.ts";

const POLICY =
  "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

describe("the console's page on one machine", () => {
  const folder = temporaryFolder();
  const dist = join(folder.path, "dist");
  let server: Server;

  beforeAll(async () => {
    writeFileSync(join(folder.path, "secret.html"), "secret");
    mkdirSync(join(dist, "assets"), { recursive: true });
    mkdirSync(join(dist, ".vite"));
    writeFileSync(join(dist, "index.html"), "<!doctype html>the page");
    writeFileSync(join(dist, "assets/index-1a2b.js"), "script");
    writeFileSync(join(dist, "assets/font-1a2b.woff2"), new Uint8Array([0, 255, 128]));
    writeFileSync(join(dist, ".vite/manifest.json"), "{}");
    const api = new OpenAPIHono<ApiEnv>();
    api.notFound((c) => c.text("the API", 404));
    api.get("/healthz", (c) => c.text("healthy"));
    const page = consolePage({ folder: dist });
    server = await startServer({ api, page, clock: systemClock, uuid, port: 0, orAnother: false });
  });
  afterAll(async () => {
    await server.close();
    folder.remove();
  });

  /** The path goes as it is: `fetch` would tidy it up. */
  function ask(path: string, options: { method?: string; headers?: Record<string, string> } = {}) {
    return new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>(
      (resolve, reject) => {
        const { port } = new URL(server.url);
        request({ host: "127.0.0.1", port, path, ...options }, (response) => {
          let body = "";
          response.setEncoding("latin1").on("data", (text: string) => {
            body += text;
          });
          response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
        })
          .once("error", reject)
          .end();
      },
    );
  }

  it.each(["/", "/index.html", "/runs", "/runs/3f2a", "/catalogs/spring.2026"])(
    "%s is the page, asked for anew each time, with a policy that lets nothing else in",
    async (path) => {
      const { status, headers, body } = await ask(path);
      expect([status, body]).toEqual([200, "<!doctype html>the page"]);
      expect(headers).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache",
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
      });
      expect(headers).not.toHaveProperty("strict-transport-security");
    },
  );

  it.each([
    ["/assets/index-1a2b.js", "text/javascript; charset=utf-8", "script"],
    ["/assets/font-1a2b.woff2", "font/woff2", "\x00\xff\x80"],
  ])("%s, named by its content, is kept for ever", async (path, type, content) => {
    const { status, headers, body } = await ask(path);
    expect([status, body]).toEqual([200, content]);
    expect(headers).toMatchObject({
      "content-type": type,
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": POLICY,
    });
  });

  it("a part that the build no longer has is not there: a page in its place would be run as a script", async () => {
    expect((await ask("/assets/index-0000.js")).status).toBe(404);
  });

  it.each([
    "/../secret.html",
    "/assets/../../secret.html",
    "/%2e%2e/secret.html",
    "/..%2fsecret.html",
    "/..%5csecret.html",
    "/assets/..%252f..%252fsecret.html",
    "//etc/passwd",
    "/.vite/manifest.json",
    "/\u0000index.html".replace("\u0000", "%00"),
    "/%E0%A4%A",
  ])("nothing but what was built is read: %s", async (path) => {
    const { status, body } = await ask(path);
    expect([200, 400, 404]).toContain(status);
    expect(body).not.toContain("secret");
    expect(body).not.toContain("root:");
    expect(body).not.toBe("{}");
  });

  it.each([
    ["/api", 404],
    ["/api/", 404],
    ["/api/nothing", 404],
    ["/healthz", 200],
  ])("%s is the API's", async (path, status) => {
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain("the page");
  });

  it("a page is only read", async () => {
    expect(await ask("/runs", { method: "POST" })).toMatchObject({
      status: 405,
      headers: { allow: "GET, HEAD" },
    });
    expect(await ask("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  });

  it.each([{ Host: "evil.example" }, { Origin: "https://evil.example" }])(
    "is refused like the API to a page elsewhere: %o",
    async (headers) => {
      expect(await ask("/", { headers })).toMatchObject({ status: 403 });
    },
  );

  it("an open page can load its parts after another build has begun", async () => {
    rmSync(dist, { recursive: true });
    expect(await ask("/assets/index-1a2b.js")).toMatchObject({ status: 200, body: "script" });
  });

  it("is null where it was not built", () => {
    expect(consolePage({ folder: join(folder.path, "nothing") })).toBeNull();
  });
});
