import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { millraceOn, temporaryFolder } from "../equipment/command.ts";
import { sharedConsole } from "../equipment/shared-servers.ts";

describe("millrace start", () => {
  it("prints first where the console is, with its key where no server sees it", async () => {
    await sharedConsole();
    const folder = temporaryFolder();
    const child = millraceOn(folder.path).start(["start", "--port", "0"]);
    const [told, token] = await Promise.all([firstLine(child.stderr), firstLine(child.stdout)]);
    const link = new URL(told.replace("Console: ", ""));
    expect([link.pathname, link.search, link.hash]).toEqual(["/", "", `#key=${token}`]);
    const page = await fetch(link);
    expect(page.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    const html = await page.text();
    expect(html).toContain('<div id="root">');
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|javascript:| on\w+=/);
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = ""]) => path);
    expect(parts.length).toBeGreaterThan(2);
    for (const path of parts) {
      const part = await fetch(new URL(path, link));
      expect([path, part.status]).toEqual([path, 200]);
      expect(path).toMatch(/^\/assets\//);
    }
    const closed = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    await closed;
    folder.remove();
  });
});

function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stream });
    lines.once("line", resolve);
  });
}
