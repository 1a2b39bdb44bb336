import { readdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { startServer } from "@millrace/local/server/index";
import { systemClock, uuid } from "@millrace/local/system";
import { localUploads } from "@millrace/local/uploads";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type SeededApi, seededApi } from "../../../../test/equipment/api.ts";
import { PATIENCE } from "../../../../test/equipment/patience.ts";
import { previewing } from "../../../../test/equipment/previewing.ts";

const MB = 1024 * 1024;

describe("a file over the wire", () => {
  let api: SeededApi;
  let page: ReturnType<typeof previewing>;
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    api = await seededApi();
    page = previewing(api);
    server = await startServer({ api: api.app.api, clock: systemClock, uuid, port: 0, orAnother: false });
  });
  afterAll(async () => {
    await server.close();
    await api.close();
  });

  const unfinished = () => readdirSync(join(api.app.dataDir, "unfinished"));
  const formOf = (fields: Record<string, string>, file: Blob): FormData => {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.append(field, value);
    form.append("file", file, "leads.csv");
    return form;
  };
  const headers = () => ({ Authorization: `Bearer ${api.first.key}` });

  it("of 20 MB is kept byte by byte", async () => {
    const { previewId, upload } = await page.begin({ content: "x" });
    const file = new Blob(["email\n", ...Array.from({ length: 20 }, () => "a".repeat(MB))]);
    const body = formOf(upload.fields, file);
    const answer = await fetch(`${server.url}${upload.url}`, { method: "POST", body, headers: headers() });
    expect(answer.status).toBe(204);
    const key = `previews/${api.first.tenantId}/${previewId}/file`;
    expect(await api.app.deps.objects.size({ key })).toBe(file.size);
  });

  it("whose sender goes away halfway leaves nothing, and the server goes on", async () => {
    const { previewId, upload } = await page.begin({ content: "x" });
    const whole = new Request(server.url, {
      method: "POST",
      body: formOf(upload.fields, new Blob(["a".repeat(4 * MB)])),
    });
    const bytes = Buffer.from(await whole.arrayBuffer());
    const sender = request(`${server.url}${upload.url}`, {
      method: "POST",
      headers: {
        ...headers(),
        ...{ "Content-Type": whole.headers.get("Content-Type") ?? "", "Content-Length": bytes.length },
      },
    });
    sender.on("error", () => {});
    sender.write(bytes.subarray(0, 2 * MB));
    await vi.waitUntil(() => unfinished().length > 0, PATIENCE);
    sender.destroy();
    await vi.waitUntil(() => unfinished().length === 0, PATIENCE);
    const key = `previews/${api.first.tenantId}/${previewId}/file`;
    expect(await api.app.deps.objects.size({ key })).toBeNull();
    const answer = await fetch(`${server.url}/api/session`, { headers: headers() });
    expect(answer.status).toBe(200);
  });

  it("of a page elsewhere is refused", async () => {
    const { upload } = await page.begin({ content: "x" });
    const body = formOf(upload.fields, new Blob(["email\n"]));
    const from = { ...headers(), Origin: "http://elsewhere.example" };
    const answer = await fetch(`${server.url}${upload.url}`, { method: "POST", body, headers: from });
    expect(answer.status).toBe(403);
  });

  it("that the store cannot keep fails with what the store says, and is not waited for", async () => {
    const full = new Error("no space left");
    const { objects } = api.app.deps;
    const uploads = localUploads({
      objects: {
        ...objects,
        async put({ body }) {
          for await (const _ of body as AsyncIterable<Uint8Array>) throw full;
          return true;
        },
      },
      orders: api.app.orders,
      clock: systemClock,
      secret: new Uint8Array(32),
    });
    const form = { key: "k", path: "/", maxBytes: 8 * MB, expiresAt: systemClock.now() + 60_000 };
    const { fields } = await uploads.form(form);
    const whole = new Request(server.url, {
      method: "POST",
      body: formOf(fields, new Blob(["a".repeat(4 * MB)])),
    });
    const { headers: type } = whole;
    const sent = new Request(server.url, { method: "POST", headers: type, body: await whole.arrayBuffer() });
    await expect(uploads.receive({ key: "k", request: sent })).rejects.toBe(full);
  });
});
