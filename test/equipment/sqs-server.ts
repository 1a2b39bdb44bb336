import { createServer } from "node:http";
import { sqsClient } from "@millrace/aws/clients";
import { sqsQueue } from "@millrace/aws/queue";
import { type FauxqsServer, startFauxqs } from "fauxqs";
import * as z from "zod";
import { LOCAL_CREDENTIALS } from "./dynamo-server.ts";
import { listen } from "./loopback.ts";

/** A running SQS server. */
export interface SqsServer {
  endpoint: string;
  /** Makes a queue. @param input.deadLetters - ARN of the queue its messages go to that fail */
  createQueue(input: { name: string; deadLetters?: string }): { url: string; arn: string };
  close(): Promise<void>;
}

const OfSource = z.object({ SourceArn: z.string() });
const Move = OfSource.extend({ DestinationArn: z.string().optional() });

class SqsError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/**
 * fauxqs with the move tasks that it has not: StartMessageMoveTask and ListMessageMoveTasks, by SQS's rules. A queue must be the dead letters of
 * another one, the destination must be there, and a task has ended before it is answered.
 */
export async function startSqs(): Promise<SqsServer> {
  const server: FauxqsServer = await startFauxqs({ port: 0, logger: false });
  const client = sqsClient({ endpoint: server.address, ...LOCAL_CREDENTIALS });
  /** URLs by ARN. */
  const queues = new Map<string, string>();
  const areDeadLetters = new Set<string>();
  const moved = new Map<string, number>();

  const urlOf = (arn: string): string => {
    const url = queues.get(arn);
    if (url === undefined) throw new SqsError("ResourceNotFoundException", "there is no such queue");
    return url;
  };
  const operations: Record<string, (input: unknown) => Promise<object>> = {
    async StartMessageMoveTask(given) {
      const { SourceArn, DestinationArn } = Move.parse(given);
      const from = sqsQueue({ client, url: urlOf(SourceArn) });
      if (!areDeadLetters.has(SourceArn))
        throw new SqsError(
          "InvalidParameterValue",
          "Source queue must be configured as a Dead Letter Queue.",
        );
      if (DestinationArn === undefined)
        throw new SqsError("UnsupportedOperation", "this server knows no original source");
      const to = sqsQueue({ client, url: urlOf(DestinationArn) });
      let count = 0;
      for (;;) {
        const messages = await from.receive({ limit: 10, visibilitySeconds: 60 });
        if (messages.length === 0) break;
        for (const { body, receipt } of messages) {
          await to.send({ body });
          await from.delete({ receipt });
          count++;
        }
      }
      moved.set(SourceArn, count);
      return { TaskHandle: Buffer.from(SourceArn).toString("base64") };
    },
    async ListMessageMoveTasks(given) {
      const { SourceArn } = OfSource.parse(given);
      urlOf(SourceArn);
      const count = moved.get(SourceArn);
      if (count === undefined) return { Results: [] };
      return { Results: [{ SourceArn, Status: "COMPLETED", ApproximateNumberOfMessagesMoved: count }] };
    },
  };

  const front = createServer((request, response) => {
    const operation = String(request.headers["x-amz-target"]).replace("AmazonSQS.", "");
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces);
      const own = operations[operation];
      const answered =
        own === undefined
          ? passOn({ target: server.address, operation, body })
          : answerOf(() => own(JSON.parse(body.toString())));
      answered.then(
        ({ status, text }) =>
          response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(text),
        () => response.destroy(),
      );
    });
  });
  const listening = await listen(front);
  return {
    endpoint: listening.endpoint,
    createQueue({ name, deadLetters }) {
      const policy = { deadLetterTargetArn: deadLetters, maxReceiveCount: 5 };
      const attributes: Record<string, string> =
        deadLetters === undefined ? {} : { RedrivePolicy: JSON.stringify(policy) };
      const { queueUrl: url, queueArn: arn } = server.createQueue(name, { attributes });
      queues.set(arn, url);
      if (deadLetters !== undefined) areDeadLetters.add(deadLetters);
      return { url, arn };
    },
    async close() {
      client.destroy();
      await listening.close();
      await server.stop();
    },
  };
}

interface Answer {
  status: number;
  text: string;
}

async function answerOf(work: () => Promise<object>): Promise<Answer> {
  try {
    return { status: 200, text: JSON.stringify(await work()) };
  } catch (error) {
    const __type = error instanceof SqsError ? error.type : "InvalidParameterValue";
    return { status: 400, text: JSON.stringify({ __type, message: String(error) }) };
  }
}

async function passOn(input: { target: string; operation: string; body: Buffer }): Promise<Answer> {
  const { target, operation, body } = input;
  const answer = await fetch(target, {
    method: "POST",
    headers: { "x-amz-target": `AmazonSQS.${operation}`, "content-type": "application/x-amz-json-1.0" },
    body,
  });
  return { status: answer.status, text: await answer.text() };
}
