import { createServer, type RequestListener, request as send } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { selfSigned } from "../equipment/certificate.ts";
import { listen } from "../equipment/loopback.ts";

/** A request as it reached somebody. */
export interface Seen {
  host: string;
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string>;
}

/** All that there is of the network for a browser and for functions, under the names that they know. */
export interface Internet {
  /** Who answers under which name; nobody else is there. */
  hosts: Map<string, RequestListener>;
  /** Every request that was sent, whether somebody was there or not. */
  seen: Seen[];
  /** For `openCloud`, whose functions speak here without TLS. */
  port: number;
  /** For a browser: all names lead here, where the certificate is nobody's. */
  browserArgs: string[];
  close(): Promise<void>;
}

/** Starts a network without anybody. */
export async function startInternet(): Promise<Internet> {
  const hosts = new Map<string, RequestListener>();
  const seen: Seen[] = [];
  const answer: RequestListener = (request, response) => {
    const { method = "", url = "" } = request;
    const headers = headersOf(request.headers);
    const { host = "" } = headers;
    seen.push({ host, method, url, headers });
    const listener = hosts.get(host);
    if (listener === undefined) response.writeHead(502).end(`nobody is ${host}`);
    else listener(request, response);
  };
  const plain = await listen(createServer(answer));
  const tls = await listen(createTlsServer(selfSigned(), answer));
  return {
    ...{ hosts, seen, port: plain.port },
    browserArgs: [`--host-resolver-rules=MAP * 127.0.0.1:${tls.port}`],
    async close() {
      await Promise.all([plain.close(), tls.close()]);
    },
  };
}

/** Each header once, as HTTP joins those that were sent several times. */
export function headersOf(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = ""]) => [name, [value].flat().join(", ")]),
  );
}

/** S3 where a bucket has a name of its own, in front of one that has all buckets at one place. */
export function bucketAt({ endpoint, bucket }: { endpoint: string; bucket: string }): RequestListener {
  const { hostname, port } = new URL(endpoint);
  return (request, response) => {
    const { method, url = "/", headers } = request;
    const passed = send({ hostname, port, method, path: `/${bucket}${url}`, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  };
}
