import { registerUpload } from "@millrace/core/run-lifecycle";
import { type Server, startServer } from "@millrace/local/server/index";
import { systemClock, uuid } from "@millrace/local/system";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { batch, run as sampleRun } from "../contract/samples.ts";
import { type SeededApi, seededApi } from "../equipment/api.ts";
import { RULES } from "../equipment/importing.ts";

interface Event {
  event: string;
  data: unknown;
}

const Shown = z.looseObject({ status: z.string(), counts: z.record(z.string(), z.number()).nullable() });
const Piece = z.object({ all: z.number(), from: z.number(), text: z.string() });
const Listed = z.object({ items: z.array(z.looseObject({ runId: z.string(), status: z.string() })) });

describe("live events", () => {
  let api: SeededApi;
  let server: Server;
  beforeEach(async () => {
    api = await seededApi();
    const { api: served, endStreams } = api.app;
    const ready = { api: served, clock: systemClock, uuid, onClose: endStreams };
    server = await startServer({ ...ready, port: 0, orAnother: false });
  });
  afterEach(async () => {
    await server.close();
    await api.close();
  });

  const open = (path: string, signal?: AbortSignal) =>
    fetch(`${server.url}${path}`, {
      headers: { Authorization: `Bearer ${api.first.key}` },
      ...(signal === undefined ? {} : { signal }),
    });
  /** Events until `isLast`, or the end. */
  async function read(response: Response, isLast: (event: Event) => boolean): Promise<Event[]> {
    expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "text/event-stream"]);
    const events: Event[] = [];
    let text = "";
    for await (const piece of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += piece;
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const [, event = "", data = "null"] = /^event: (.*)\ndata: (.*)$/s.exec(part) ?? [];
        events.push({ event, data: JSON.parse(data) });
      }
      const last = events.at(-1);
      if (last !== undefined && isLast(last)) break;
    }
    return events;
  }
  const never = () => false;
  /** The grid as one who has heard these events sees it. */
  const gridOf = (events: Event[]) => {
    let letters: string[] = [];
    for (const { event, data } of events) {
      if (event !== "grid") continue;
      const { all, from, text } = Piece.parse(data);
      if (letters.length !== all) letters = Array(all).fill("?");
      letters.splice(from, text.length, ...text);
    }
    return letters.join("");
  };
  const put = (runId: string, place: number, status: "COMPLETED" | "FAILED" | "PENDING") =>
    api.app.deps.runs.putBatch(batch({ runId, batchId: `b${String(place + 1).padStart(7, "0")}`, status }));

  it("of a run tell its way to the end as the API has it then, and end", async () => {
    const { tenantId } = api.first;
    const rows = Array.from({ length: 300 }, (_, n) => `Ana,ana${n}@live.example`);
    const text = ["First name,Email", ...rows].join("\n");
    const upload = await api.app.uploads.submitText({ tenantId, sourceFile: "live.csv", text });
    const { runId } = await registerUpload({ upload, options: RULES }, api.app.deps);
    const events = await read(await open(`/api/runs/${runId}/live`), never);
    const runs = events.filter(({ event }) => event === "run").map(({ data }) => Shown.parse(data));
    const { seconds: _, ...last } = runs.at(-1) ?? { seconds: 0 };
    const { seconds: __, ...asked } = Object((await api.ask({ path: `/api/runs/${runId}` })).body);
    expect(last).toEqual(asked);
    expect(last).toMatchObject({ status: "COMPLETED", counts: { rows: 300, created: 300 } });
    expect(gridOf(events)).toBe("C".repeat(30));
    const executions = events.filter(({ event }) => event === "execution").map(({ data }) => data);
    expect(executions.at(-1)).toMatchObject({ name: runId, status: "SUCCEEDED" });
  });

  it("of a run tell the whole grid first, and then what changes; whoever comes back is told the whole again", async () => {
    const { tenantId } = api.first;
    const { runs } = api.app.deps;
    const { parse } = sampleRun({ tenantId, upload: 1 });
    const report = { ...(parse ?? EMPTY_REPORT), rows: 25_000, batches: 2_500 };
    const { runId } = await runs.register(
      sampleRun({ tenantId, upload: 1, status: "RUNNING", parse: report }),
    );
    await put(runId, 3, "FAILED");
    const away = new AbortController();
    const response = await open(`/api/runs/${runId}/live`, away.signal);
    const isLast = ({ from, text }: z.infer<typeof Piece>) => from > 0 && from + text.length === 1_301;
    const reader = read(response, ({ event, data }) => event === "grid" && isLast(Piece.parse(data)));
    await systemClock.sleep(100);
    for (const [place, status] of [
      [3, "COMPLETED"],
      [5, "PENDING"],
      [1_300, "COMPLETED"],
    ] as const)
      await put(runId, place, status);
    for (let place = 900; place < 1_300; place++) await put(runId, place, "COMPLETED");
    const events = await reader.catch(() => []);
    away.abort();
    const grids = events.filter(({ event }) => event === "grid").map(({ data }) => Piece.parse(data));
    expect(grids[0]).toMatchObject({ all: 2_500, from: 0, text: expect.stringMatching(/^\.{3}F\.{2496}$/) });
    expect(Math.max(...grids.slice(1).map((piece) => piece.text.length))).toBeLessThan(1_000);
    const again = await read(await open(`/api/runs/${runId}/live`), ({ event }) => event === "grid");
    const grid = z
      .object({ text: z.string() })
      .parse((await api.ask({ path: `/api/runs/${runId}/grid` })).body);
    expect(gridOf(again)).toBe(grid.text);
  });

  it("of all runs tell them whenever one has changed", async () => {
    const { tenantId } = api.first;
    const { runs } = api.app.deps;
    const { runId } = await runs.register(sampleRun({ tenantId, upload: 1, status: "RUNNING" }));
    await runs.register(sampleRun({ tenantId: api.second.tenantId, upload: 2 }));
    const reading = read(
      await open("/api/live"),
      ({ data }) => Listed.parse(data).items[0]?.status === "PAUSED",
    );
    await systemClock.sleep(700);
    await runs.update({ runId, set: { status: "PAUSED" } });
    const events = await reading;
    const told = events.map(({ data }) => Listed.parse(data).items.map((each) => [each.runId, each.status]));
    expect(told).toEqual([[[runId, "RUNNING"]], [[runId, "PAUSED"]]]);
  });

  it("end at once with their server", async () => {
    const body = (await open("/api/live")).body?.getReader();
    expect((await body?.read())?.done).toBe(false);
    const closing = server.close();
    let ended = await body?.read();
    while (ended?.done === false) ended = await body?.read();
    expect(ended?.done).toBe(true);
    await closing;
  });

  it("are twenty of a key at most; a client that goes away makes room for another", async () => {
    const clients = Array.from({ length: 20 }, () => new AbortController());
    const bodies = await Promise.all(
      clients.map(async ({ signal }) => (await open("/api/live", signal)).body?.getReader()),
    );
    await Promise.all(bodies.map((body) => body?.read()));
    expect((await open("/api/live")).status).toBe(429);
    clients[0]?.abort();
    const another = new AbortController();
    let status = 429;
    while (status === 429) {
      await systemClock.sleep(20);
      status = (await open("/api/live", another.signal)).status;
    }
    expect(status).toBe(200);
    for (const client of [another, ...clients]) client.abort();
  });
});

const EMPTY_REPORT = {
  ...{ format: "csv", sheet: "", headerRow: 1, header: ["Email"], columns: [], notes: [] },
  ...{ rows: 0, duplicates: 0, rejected: 0, batches: 0 },
  skipped: { blank: 0, preamble: 0, repeatedHeader: 0 },
};
