import { request } from "node:http";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnv } from "@millrace/api";
import { startServer } from "@millrace/local/server/index";
import { systemClock, uuid } from "@millrace/local/system";
import { describe, expect, it } from "vitest";

function apiThat(answer: () => Promise<string>) {
  const api = new OpenAPIHono<ApiEnv>();
  api.get("/", async (c) => c.text(await answer()));
  return { api, clock: systemClock, uuid };
}
const ready = apiThat(async () => "ready");

describe("the server of one machine", () => {
  it("takes a free port where its own is taken and any will do", async () => {
    const first = await startServer({ ...ready, port: 0, orAnother: false });
    const port = Number(new URL(first.url).port);
    const second = await startServer({ ...ready, port, orAnother: true });
    expect(second.url).not.toBe(first.url);
    for (const { url } of [first, second]) expect(await (await fetch(url)).text()).toBe("ready");
    await Promise.all([first.close(), second.close()]);
  });

  it("refuses a port that is taken", async () => {
    const first = await startServer({ ...ready, port: 0, orAnother: false });
    const port = Number(new URL(first.url).port);
    await expect(startServer({ ...ready, port, orAnother: false })).rejects.toMatchObject({
      name: "Input.Invalid",
      message: expect.stringContaining("EADDRINUSE"),
    });
    await first.close();
  });

  it("answers what is under way before it ends, and takes nothing more", async () => {
    let answer = (_: string) => {};
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const slow = apiThat(() => {
      begun();
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    const { url, close } = await startServer({ ...slow, port: 0, orAnother: false });
    const under = fetch(url).then((response) => response.text());
    await hasBegun;
    const closed = close();
    await expect(fetch(url)).rejects.toThrow();
    answer("late");
    expect(await under).toBe("late");
    await closed;
  });

  it("does not wait for ever: after some seconds it ends what is under way", async () => {
    const never = apiThat(() => new Promise(() => {}));
    const hurried = { ...systemClock, sleep: () => Promise.resolve() };
    const { url, close } = await startServer({ ...never, clock: hurried, port: 0, orAnother: false });
    const broken = new Promise((resolve) => request(url).once("error", resolve).end());
    await new Promise((resolve) => setTimeout(resolve, 50));
    await close();
    expect(await broken).toBeInstanceOf(Error);
  });
});
