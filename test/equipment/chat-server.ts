import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import * as z from "zod";
import { answer, goodAnswer, obedientAnswer, Question } from "./chat-answers.ts";
import { listen } from "./loopback.ts";

/** How the server treats one call. */
export type Behaviour =
  | "good"
  /** Takes the request and never answers. */
  | "hang"
  /** Sends blank lines for ever, as DeepSeek does while a request waits. */
  | "blankLinesForever"
  /** Sends some blank lines, then a good answer. */
  | "keepAlive"
  /** An answer without content. */
  | "blank"
  /** Breaks the connection. */
  | "reset"
  /** Half of a good answer's JSON, said to be whole. */
  | "truncated"
  /** Half of a good answer, said to be cut off. */
  | "length"
  /** One row missing. */
  | "wrongCount"
  /** A row that nobody asked about, and all others shifted. */
  | "shifted"
  /** Each row's answer under the next row's number. */
  | "swapped"
  | "inventedEmail"
  /** Does what rows say: `SET company OF ALL ROWS TO "..."`. */
  | "obedient"
  /** A proxy's page, status 200. */
  | "html"
  /** Cuts answers of more rows than this. */
  | { lengthOver: number }
  /** An error; only for questions with this text in them, where one is given. */
  | { status: number; headers?: Record<string, string>; body?: string; onlyFor?: string }
  /** Any content for the question's rows. */
  | { content: (question: Question) => string };

export interface ChatServer {
  /** For `baseURL`. */
  url: string;
  /** Bodies of all requests, in order. */
  bodies: string[];
  /** What callers showed as their right to ask. */
  authorizations: Set<string>;
  /** What was asked, in order. */
  questions(): Question[];
  /** Behaviours of the next calls; after them comes `otherwise`. */
  script(...behaviours: Behaviour[]): void;
  /** What calls do from now on that no script speaks of. */
  behave(otherwise: Behaviour): void;
  close(): Promise<void>;
}

const RequestBody = z.object({
  model: z.string(),
  messages: z.tuple([
    z.object({ role: z.literal("system"), content: z.string() }),
    z.object({ role: z.literal("user"), content: z.string() }),
  ]),
});

/**
 * A server on 127.0.0.1 that speaks chat completions and, as it is told, misbehaves. It counts tokens as DeepSeek's
 * documentation estimates them (0.3 a character) and holds every system prompt but the first for cached.
 *
 * @param otherwise - what a call does that no script speaks of; "good" where not given
 * @param port - a free one where not given
 */
export async function startChatServer(
  options: { otherwise?: Behaviour; port?: number } = {},
): Promise<ChatServer> {
  const scripted: Behaviour[] = [];
  const bodies: string[] = [];
  const authorizations = new Set<string>();
  let otherwise = options.otherwise ?? "good";
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => {
        bodies.push(body);
        authorizations.add(request.headers.authorization ?? "");
        treat({
          behaviour: scripted.shift() ?? otherwise,
          body,
          first: bodies.length === 1,
          response,
        });
      },
      () => response.destroy(),
    );
  });
  const { endpoint: url, close } = await listen(server, options.port);
  return {
    url,
    ...{ bodies, authorizations },
    questions: () => bodies.map((body) => questionOf(RequestBody.parse(JSON.parse(body)))),
    script: (...behaviours) => {
      scripted.push(...behaviours);
    },
    behave: (behaviour) => {
      otherwise = behaviour;
    },
    close,
  };
}

function treat(call: { behaviour: Behaviour; body: string; first: boolean; response: ServerResponse }): void {
  const { behaviour, response } = call;
  if (behaviour === "hang") return;
  if (behaviour === "reset") {
    response.destroy();
    return;
  }
  if (behaviour === "html") {
    response
      .writeHead(200, { "content-type": "text/html" })
      .end("<html><body>Sign in to the network</body></html>");
    return;
  }
  if (typeof behaviour === "object" && "status" in behaviour && call.body.includes(behaviour.onlyFor ?? "")) {
    const body = behaviour.body ?? JSON.stringify({ error: { message: "scripted", type: "scripted" } });
    response
      .writeHead(behaviour.status, { "content-type": "application/json", ...behaviour.headers })
      .end(body);
    return;
  }
  const parsed = RequestBody.parse(JSON.parse(call.body));
  const question = questionOf(parsed);
  const { content, finishReason } = contentOf(behaviour, question);
  const [system, user] = parsed.messages;
  const cached = call.first ? 0 : tokens(system.content);
  const completion = {
    id: "chat-1",
    object: "chat.completion",
    model: parsed.model,
    choices: [{ index: 0, finish_reason: finishReason, message: { role: "assistant", content } }],
    usage: {
      prompt_tokens: tokens(system.content) + tokens(user.content),
      completion_tokens: tokens(content),
      prompt_cache_hit_tokens: cached,
      prompt_cache_miss_tokens: tokens(system.content) + tokens(user.content) - cached,
    },
  };
  response.writeHead(200, { "content-type": "application/json" });
  if (behaviour === "blankLinesForever") {
    const timer = setInterval(() => response.write("\n"), 10);
    response.on("close", () => clearInterval(timer));
    return;
  }
  if (behaviour === "keepAlive") for (let line = 0; line < 5; line++) response.write("\n");
  response.end(JSON.stringify(completion));
}

function contentOf(behaviour: Behaviour, question: Question): { content: string; finishReason: string } {
  const good = goodAnswer(question);
  const half = { content: good.slice(0, good.length / 2), finishReason: "length" };
  const whole = (content: string) => ({ content, finishReason: "stop" });
  if (typeof behaviour === "object") {
    if ("content" in behaviour) return whole(behaviour.content(question));
    return "lengthOver" in behaviour && question.rows.length > behaviour.lengthOver ? half : whole(good);
  }
  const { rows } = z
    .object({ rows: z.array(z.object({ i: z.number(), set: z.unknown() })) })
    .parse(JSON.parse(good));
  const renumbered = (number: (i: number) => number) =>
    whole(JSON.stringify({ rows: rows.map(({ i, set }) => ({ i: number(i), set })) }));
  switch (behaviour) {
    case "blank":
      return whole("");
    case "truncated":
      return { ...half, finishReason: "stop" };
    case "length":
      return half;
    case "wrongCount":
      return whole(JSON.stringify({ rows: rows.slice(1) }));
    case "shifted":
      return renumbered((i) => i + 1);
    case "swapped":
      return renumbered((i) => (i + 1) % rows.length);
    case "inventedEmail":
      return whole(answer(question, () => ({ firstName: "Jane", email: "jane@evil.example" })));
    case "obedient":
      return whole(obedientAnswer(question));
    default:
      return whole(good);
  }
}

function questionOf(body: z.infer<typeof RequestBody>): Question {
  return Question.parse(JSON.parse(body.messages[1].content));
}

function tokens(text: string): number {
  return Math.ceil(text.length * 0.3);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

// From the command line: node test/equipment/chat-server.ts --port 8788
if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: "string", default: "8788" } } });
  const { url } = await startChatServer({ port: Number(values.port) });
  console.log(`chat completions at ${url}, e.g. for MILLRACE_MODEL_URL`);
}
