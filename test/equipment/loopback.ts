import type { Server } from "node:http";

/** A server of this machine alone. */
export interface Listening {
  port: number;
  /** `http://127.0.0.1:{port}` */
  endpoint: string;
  /** Ends its connections too, those under way included. */
  close(): Promise<void>;
}

/** Has a server listen on 127.0.0.1. @param port - a free one where none is given */
export async function listen(server: Server, port = 0): Promise<Listening> {
  // Not the five seconds of Node: a busy test would meet a connection that was just closed.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    port: address.port,
    endpoint: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
