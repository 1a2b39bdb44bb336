import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import * as z from "zod";
import { listen } from "./loopback.ts";

/** What the front does with requests: passes them on, after a while, or answers as a service in trouble does. */
export type FrontFault =
  | { kind: "none" }
  /** Answers only after this long; what was asked is done before. */
  | { kind: "slow"; ms: number }
  /** Ends the connection without an answer. */
  | { kind: "down" }
  | { kind: "status"; status: number; body: string };

/** A server of Upstash's REST API in front of a redis-server. */
export interface UpstashFront {
  url: string;
  token: string;
  /** Requests since the last {@link UpstashFront.reset}: what each was, as `MGET` or `pipeline`, and its bytes; those that met a fault included. */
  requests: { name: string; commands: number; bytes: number }[];
  fault: FrontFault;
  /** Forgets the requests and ends the fault. */
  reset(): void;
  close(): Promise<void>;
}

const Command = z.array(z.union([z.string(), z.number()])).min(1);
const Commands = z.array(Command);

/** What redis-server answers: numbers, texts, nulls and lists of them. */
type Reply = { result: unknown } | { error: string };

/**
 * Starts the front. It knows what the client of `@upstash/redis` sends: one command to `/`, several to `/pipeline`, a token, and
 * answers either as they are or in base64 (https://upstash.com/docs/redis/features/restapi).
 */
export async function startUpstashFront(input: { redisUrl: string }): Promise<UpstashFront> {
  const redis = createClient({ url: input.redisUrl, RESP: 2 });
  redis.on("error", () => {});
  await redis.connect();
  const token = "front-token";

  const carryOut = async (command: (string | number)[]): Promise<Reply> => {
    try {
      return { result: await redis.sendCommand(command.map(String)) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const send = (status: number, data: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(data));
    if (request.headers.authorization !== `Bearer ${token}`) {
      return void send(401, { error: "WRONGPASS invalid or missing auth token" });
    }
    const isPipeline = request.url === "/pipeline";
    const commands = isPipeline ? Commands.parse(JSON.parse(body)) : [Command.parse(JSON.parse(body))];
    const name = isPipeline ? "pipeline" : String(commands[0]?.[0]).toUpperCase();
    front.requests.push({ name, commands: commands.length, bytes: Buffer.byteLength(body) });
    const { fault } = front;
    if (fault.kind === "down") return void request.socket.destroy();
    if (fault.kind === "status") return void response.writeHead(fault.status).end(fault.body);
    const inBase64 = request.headers["upstash-encoding"] === "base64";
    const replies: Reply[] = [];
    for (const command of commands) {
      const reply = await carryOut(command);
      replies.push(inBase64 && "result" in reply ? { result: encoded(reply.result) } : reply);
    }
    if (fault.kind === "slow") await sleep(fault.ms, undefined, { ref: false });
    if (isPipeline) return void send(200, replies);
    const [reply = { error: "ERR empty" }] = replies;
    send("error" in reply ? 400 : 200, reply);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent)
        response.writeHead(400).end(JSON.stringify({ error: `ERR ${String(error)}` }));
    });
  });
  const { endpoint: url, close } = await listen(server);

  const front: UpstashFront = {
    url,
    token,
    requests: [],
    fault: { kind: "none" },
    reset() {
      front.requests = [];
      front.fault = { kind: "none" };
    },
    async close() {
      await close();
      await redis.close();
    },
  };
  return front;
}

/** Texts in base64, but for OK, as Upstash sends them. */
function encoded(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(encoded);
  if (typeof result !== "string" || result === "OK") return result;
  return Buffer.from(result).toString("base64");
}
