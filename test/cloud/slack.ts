import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { listen } from "../equipment/loopback.ts";

export type Slack = Awaited<ReturnType<typeof startSlack>>;

/** Slack's webhooks, as far as anybody here is told something. */
export async function startSlack() {
  const messages: string[] = [];
  const server = createServer(async (request, response) => {
    messages.push(z.object({ text: z.string() }).parse(JSON.parse(await text(request))).text);
    response.end("ok");
  });
  const { endpoint, close } = await listen(server);
  return {
    messages,
    close,
    /**
     * A module that is another one, with Slack's host at this server: the functions call no other host, and no setting changes that.
     *
     * @param input.folder - where it is written
     */
    around({ file, folder }: { file: string; folder: string }): string {
      const wrapper = join(folder, "with-slack.mjs");
      const lines = [
        "const { fetch } = globalThis;",
        "globalThis.fetch = (to, request) => {",
        "  const { host, pathname } = new URL(to instanceof Request ? to.url : to);",
        `  return host === "hooks.slack.com" ? fetch("${endpoint}" + pathname, request) : fetch(to, request);`,
        "};",
        `export { handler } from ${JSON.stringify(pathToFileURL(file).href)};`,
      ];
      writeFileSync(wrapper, lines.join("\n"));
      return wrapper;
    },
  };
}
