import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { type Api, forThisMachine } from "@millrace/api";
import type { Clock } from "@millrace/core/clock";
import { MillraceError } from "@millrace/core/error";
import { Hono } from "hono";
import { codeOf } from "../store/file-error.ts";

/** Only programs of this machine reach it. Who wants it elsewhere puts a proxy with TLS in front. */
const ADDRESS = "127.0.0.1";

/** How long requests under way may go on when the server ends; a query is done in a fraction of it. */
const CLOSE_MS = 5_000;

/** What the API answers beside a page. */
const API_PATHS = ["/api/*", "/healthz"];

/** The API and the page on a port of this machine. */
export interface Server {
  url: string;
  /** Takes no more requests, and waits some seconds for those under way. */
  close(): Promise<void>;
}

/**
 * Puts the API, and the page before it, on a port of this machine.
 *
 * @param input.page - what answers every path that is none of the API's; none where not given
 * @param input.port - 0: any that is free
 * @param input.orAnother - any that is free, too, where another program has the port
 * @param input.onClose - called when no more requests are taken: ends those that would go on
 * @throws Input.Invalid where the port cannot be had
 */
export async function startServer(input: {
  api: Api;
  page?: Hono | null;
  port: number;
  orAnother: boolean;
  clock: Clock;
  uuid: () => string;
  onClose?: () => void;
}): Promise<Server> {
  const { api, page = null, port, orAnother, clock, uuid, onClose = () => {} } = input;
  let hosts: string[] = [];
  const site = page === null ? api : withPage({ api, page });
  const app = forThisMachine({ app: site, hosts: () => hosts, uuid });
  const server = createAdaptorServer({ fetch: app.fetch, hostname: ADDRESS });
  const listening = await listenOn({ server, port, orAnother });
  hosts = [ADDRESS, "localhost"].map((name) => `${name}:${listening}`);
  return {
    url: `http://${ADDRESS}:${listening}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      onClose();
      const ended = new AbortController();
      const late = clock.sleep(CLOSE_MS, ended.signal).then(
        () => "closeAllConnections" in server && server.closeAllConnections(),
        () => {},
      );
      await closed;
      ended.abort();
      await late;
    },
  };
}

function withPage({ api, page }: { api: Api; page: Hono }): Hono {
  const site = new Hono();
  for (const path of API_PATHS) site.all(path, (c) => api.fetch(c.req.raw, c.env));
  site.all("*", (c) => page.fetch(c.req.raw, c.env));
  return site;
}

async function listenOn(input: { server: ServerType; port: number; orAnother: boolean }): Promise<number> {
  const { server, port, orAnother } = input;
  try {
    return await listen(server, port);
  } catch (error) {
    const code = codeOf(error) ?? "unknown error";
    if (orAnother && code === "EADDRINUSE") return listen(server, 0);
    const what = `cannot listen on port ${port} (${code}): choose another with --port`;
    throw new MillraceError("Input.Invalid", what, { cause: error });
  }
}

/** @returns the port */
function listen(server: ServerType, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, ADDRESS, () => {
      server.off("error", reject);
      const address: AddressInfo | string | null = server.address();
      if (address === null || typeof address === "string") reject(new Error("a TCP server has a port"));
      else resolve(address.port);
    });
  });
}
