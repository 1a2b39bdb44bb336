import type { ApiEnv } from "@millrace/api";
import { readText } from "@millrace/core/object";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { emptyMemory, memoryObjects } from "../../../test/equipment/memory-stores.ts";
import { answerCsv, safeName } from "../src/download.ts";

async function* lines(count: number): AsyncGenerator<string> {
  for (let n = 0; n < count; n++) yield `${n},"ana@example.com"\n`;
}
const textOf = async (count: number) => {
  let text = "";
  for await (const line of lines(count)) text += line;
  return text;
};

/** An app whose one route answers a CSV of some lines, from where answers have an end. */
function appOf(count: number) {
  const objects = memoryObjects(emptyMemory(), async () => {});
  const downloads = {
    urlOf: async ({ key, fileName }: { key: string; fileName: string }) => `signed:${key}:${fileName}`,
  };
  const app = new Hono<ApiEnv>();
  app.get("/short", (c) =>
    answerCsv(c, { texts: lines(count), key: "exports/a.csv", fileName: "a.csv" }, { objects, downloads }),
  );
  app.get("/any", (c) =>
    answerCsv(c, { texts: lines(count), key: "exports/a.csv", fileName: "a.csv" }, { objects }),
  );
  return { app, objects };
}

describe("a CSV", () => {
  it("is the answer where answers can be as long as they like", async () => {
    const response = await appOf(150_000).app.request("/any");
    expect(response.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("Content-Disposition")).toBe('attachment; filename="a.csv"');
    expect(await response.text()).toBe(await textOf(150_000));
  });

  it("is the answer where it is short, though answers have an end", async () => {
    const { app, objects } = appOf(1_000);
    expect(await (await app.request("/short")).text()).toBe(await textOf(1_000));
    expect(await objects.list({ prefix: "" })).toEqual([]);
  });

  it("that is too long for an answer is kept whole, and the answer says where it is", async () => {
    const { app, objects } = appOf(150_000);
    const response = await app.request("/short");
    expect(response.headers.get("Content-Type")).toBe("application/json");
    expect(await response.json()).toEqual({ url: "signed:exports/a.csv:a.csv", fileName: "a.csv" });
    expect(await readText({ objects, key: "exports/a.csv" })).toBe(await textOf(150_000));
  });

  it.each([
    ["people.csv", "people.csv"],
    ['../"evil"\r\nSet-Cookie: a=b', "evil-Set-Cookie-a-b"],
    ["Léads (Q3).xlsx", "L-ads-Q3-.xlsx"],
    ["...", "file"],
    ["名簿", "file"],
  ])("called %j is saved as %s", (name, expected) => {
    expect(safeName(name)).toBe(expected);
  });
});
