import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { ExecutionEvent } from "@millrace/asl";
import { runKeys } from "@millrace/core/run-file";
import { openApp } from "@millrace/local/app";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { goodAnswer } from "../equipment/chat-answers.ts";
import { type Behaviour, type ChatServer, startChatServer } from "../equipment/chat-server.ts";
import { type Finished, millraceOn, temporaryFolder } from "../equipment/command.ts";
import { rowsIn } from "../equipment/data-folder.ts";
import { filesUnder } from "../equipment/folder.ts";
import { startImport } from "../equipment/importing.ts";
import { type InventedLead, leadFile } from "../equipment/lead-file.ts";

const folder = temporaryFolder();
afterAll(folder.remove);

const ROWS = 1_000;
const { csv, leads } = leadFile(ROWS);
const file = join(folder.path, "leads.csv");
// A row with an address in every cell, one that is too long, and addresses in the columns' own names.
const header = "Nombre,E-mail,Teléfono,Empresa,Notas,extra@columna.example";
const odd = [
  "uno@celda.example,dos@celda.example,tres@celda.example,cuatro@celda.example,cinco@celda.example,x",
  `Largo Texto,largo@celda.example,,,"${"Zumalabrik ".repeat(4_000)}",`,
];
writeFileSync(file, [header, ...csv.trimEnd().split("\n").slice(1), ...odd, ""].join("\n"));

/** What of a lead must stand nowhere but in the tables and in the run's own objects. */
const secrets = ({ given, family, email, phone }: InventedLead) => {
  const digits = phone.replace(/\D/g, "");
  return [given, family, email, phone, digits].map((text) => text.toLowerCase());
};
const ODD_SECRETS = ["celda.example", "zumalabrik", "extra@columna.example"];
const SECRETS = [...leads.flatMap(secrets), ...ODD_SECRETS];

/** Those of the secrets that occur in a text. */
function found(text: string, wanted = SECRETS): string[] {
  const lower = text.toLowerCase();
  return wanted.filter((secret) => lower.includes(secret)).slice(0, 3);
}

/** Runs of digits in a text, however they are written; phones in it are among them. */
const digitsIn = (text: string) =>
  Array.from(text.matchAll(/\d(?:[\s().+/-]*\d)*/g), ([run]) => run.replace(/\D/g, "")).join(" ");

const Texts = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
const texts = (data: string, sql: string) => JSON.stringify(rowsIn({ data, sql, row: Texts }));

/** Now and then a bad answer, a refused question, an invented address: failures speak as well. */
const troubled: Behaviour[] = Array.from({ length: 60 }, (_, call): Behaviour[] => {
  if (call % 10 === 3) return [{ status: 400, body: `{"error":{"message":"${leads[3]?.email} is bad"}}` }];
  if (call % 10 === 5) return ["inventedEmail"];
  if (call % 10 === 7) return [{ content: (question) => goodAnswer(question).replaceAll("}", "") }];
  return ["good"];
}).flat();

describe("after a run of 1,000 leads with a model that often fails, no e-mail, phone or name of the file", () => {
  const data = join(folder.path, "flow");
  const events: ExecutionEvent[] = [];
  let server: ChatServer;
  let runId: string;

  beforeAll(async () => {
    server = await startChatServer();
    server.script(...troubled);
    const env = { MILLRACE_MODEL_KEY: "key", MILLRACE_MODEL_URL: server.url };
    const app = openApp({ dataDir: data, env, onEvent: (event) => events.push(structuredClone(event)) });
    // A batch that cannot be stored fails by an error that is not ours.
    const { put } = app.deps.objects;
    app.deps.objects.put = (input) =>
      input.key === runKeys.standardised(runId, "b0000007")
        ? Promise.reject(new Error(`cannot write ${input.body}`))
        : put(input);
    runId = await startImport({ path: file, app, options: { mode: "hybrid", country: "CO" } });
    await app.flows.idle();
    await app.close();
  });
  afterAll(() => server.close());

  it("is missing from the table, and some batches failed", () => {
    const counted = texts(data, "SELECT status, count(*) AS n FROM batches GROUP BY status");
    expect(counted).toMatch(/COMPLETED/);
    expect(counted).toMatch(/FAILED/);
    expect(found(texts(data, "SELECT * FROM leads"))).not.toEqual([]);
  });

  it("occurs in an event of the flow: inputs, outputs, parameters, causes", () => {
    expect(events.length).toBeGreaterThan(1_000);
    expect(found(JSON.stringify(events))).toEqual([]);
  });

  it.each([
    ["the log", () => readFileSync(join(data, "millrace.log"), "utf8")],
    ["a dead letter", () => texts(data, "SELECT body FROM messages")],
    ["the record of an execution", () => texts(data, "SELECT name, input, status FROM executions")],
    [
      "the history of an execution",
      () =>
        texts(data, "SELECT record FROM execution_histories") +
        texts(data, "SELECT event FROM execution_events"),
    ],
    ["the record of a batch", () => texts(data, "SELECT record FROM batches")],
    ["the record of a run", () => texts(data, "SELECT key, error, halted, source_file FROM runs")],
    [
      "the key of a lead, a version or an answer",
      () =>
        texts(data, "SELECT lead_id, position FROM lead_versions") +
        texts(data, "SELECT key FROM model_answers"),
    ],
    [
      "the key of an object",
      () =>
        filesUnder(join(data, "objects"))
          .map((path) => relative(data, path))
          .join("\n"),
    ],
    [
      "what the Map wrote of its children",
      () =>
        filesUnder(join(data, "objects"))
          .filter((path) => path.includes("/map/"))
          .map((path) => readFileSync(path, "utf8"))
          .join("\n"),
    ],
  ])("occurs in %s", (_, read) => {
    const text = read();
    expect(text.length).toBeGreaterThan(50);
    expect(found(text)).toEqual([]);
  });

  it("reaches the model, but for names and companies it is asked about", () => {
    expect(server.bodies.length).toBeGreaterThan(50);
    const asked = server.bodies.join("\n");
    expect(found(asked, [...leads.map(({ email }) => email), "celda.example"])).toEqual([]);
    const digits = digitsIn(asked);
    expect(leads.filter(({ phone }) => digits.includes(phone.replace(/\D/g, "").slice(-7)))).toEqual([]);
    // Those the rules have settled are nobody else's business.
    const settled = leads.filter(({ open }) => !open).flatMap(({ given, family }) => [given, family]);
    expect(
      found(
        asked,
        settled.map((name) => name.toLowerCase()),
      ),
    ).toEqual([]);
  });
});

describe("what the command prints of an import", () => {
  const data = join(folder.path, "command");
  const shown: Finished[] = [];
  let server: ChatServer;

  beforeAll(async () => {
    server = await startChatServer({ otherwise: { status: 400, body: `{"error":"${leads[0]?.email}"}` } });
    const millrace = millraceOn(data, { MILLRACE_MODEL_KEY: "key", MILLRACE_MODEL_URL: server.url });
    const first = await millrace.run("import", file, "--country", "CO", "--json");
    const { runId } = z.object({ runId: z.string() }).parse(JSON.parse(first.stdout));
    shown.push(first, await millrace.run("runs", runId), await millrace.run("batches", runId));
    shown.push(await millrace.run("batches", runId, "--json"));
  });
  afterAll(() => server.close());

  it("and of its batches is free of leads, on both outputs", () => {
    const [first] = shown;
    expect(first?.code).toBe(3);
    for (const { stdout, stderr } of shown) {
      // The columns' own names are shown to say where they went.
      expect(found(`${stdout}${stderr}`.replaceAll("extra@columna.example", ""))).toEqual([]);
    }
  });
});
