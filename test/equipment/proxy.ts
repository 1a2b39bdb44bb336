import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { listen } from "./loopback.ts";

/** A request on its way to a server. */
export interface Passing {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
  /** The operation, for services that name it in a header (DynamoDB, SQS, Step Functions); else the empty string. */
  operation: string;
}

/**
 * What happens to a request instead of passing: an `answer` in the server's place; `lost` when the server carries it out
 * and nobody hears of it; `cut` when only so many bytes of the answer's body arrive; `hang` when it is never answered.
 */
export type Fault =
  | { kind: "answer"; status: number; body: string }
  | { kind: "lost" }
  | { kind: "cut"; bytes: number }
  | { kind: "hang" };

/** A server in front of another. */
export interface FaultProxy {
  endpoint: string;
  close(): Promise<void>;
}

interface ProxyInput {
  target: string;
  /** What it changes in the request's body is what the server gets. */
  fault: (passing: Passing) => Fault | null;
  heard?: (passing: Passing, answer: { status: number; body: Buffer }) => void;
}

/**
 * Starts a server that passes requests on to another, or does to them what a test wants.
 *
 * @param input.fault - asked for every request; null lets it pass
 * @param input.heard - told what the server answered, whoever else hears of it
 */
export async function startProxy(input: ProxyInput): Promise<FaultProxy> {
  const server = createServer((request, response) => {
    pass({ ...input, request, response }).catch(() => response.destroy());
  });
  return listen(server);
}

async function pass(
  input: ProxyInput & { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { target, fault, heard, request, response } = input;
  const { method = "", url = "", headers } = request;
  const received = await bytesOf(request);
  const operation = String(headers["x-amz-target"] ?? "").replace(/^.*\./, "");
  const passing: Passing = { method, url, headers, body: received, operation };
  const what = fault(passing);
  if (what?.kind === "hang") return;
  const { body } = passing;
  if (what?.kind === "answer") {
    response.writeHead(what.status, { "content-type": "application/x-amz-json-1.0" }).end(what.body);
    return;
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = body === received ? headers : { ...headers, "content-length": String(body.length) };
    send(new URL(url, target), { method, headers: sent }, resolve).on("error", reject).end(body);
  });
  const content = await bytesOf(answer);
  heard?.(passing, { status: answer.statusCode ?? 500, body: content });
  if (what?.kind === "lost") {
    response.destroy();
    return;
  }
  response.writeHead(answer.statusCode ?? 500, answer.headers);
  if (what?.kind === "cut") response.write(content.subarray(0, what.bytes), () => response.destroy());
  else response.end(content);
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  return Buffer.concat(pieces);
}
