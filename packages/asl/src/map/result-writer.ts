import type { ResultWriter } from "../definition.ts";
import { StatesError } from "../error.ts";
import { isJsonObject, type Json } from "../json.ts";
import { evaluateField } from "../states/fields.ts";
import type { MapPlan } from "./map.ts";
import type { ObjectStore } from "./object-store.ts";
import { type ObjectWriter, openObject } from "./object-writer.ts";
import { keepResults, type ResultSink, transformed, type WriterConfig } from "./results.ts";

type FileKind = "SUCCEEDED" | "FAILED" | "PENDING";
const KINDS: readonly FileKind[] = ["FAILED", "PENDING", "SUCCEEDED"];

/**
 * The sink which a Map's ResultWriter asks for: files `SUCCEEDED_0.json`, `FAILED_0.json` and `PENDING_0.json` beside a
 * `manifest.json`, under the prefix and the Map Run's own name; or the Map's output where it names no bucket.
 *
 * @throws StatesError States.ResultWriterFailed, also from the sink
 */
export async function openResults(options: {
  plan: MapPlan;
  writer: ResultWriter | undefined;
  mapRunArn: string;
  mapRunName: string;
}): Promise<ResultSink> {
  const { plan, writer, mapRunArn, mapRunName } = options;
  const { visit, input } = plan;
  const config = writer?.WriterConfig ?? {};
  if (writer?.Resource === undefined) return keepResults({ config });
  const { objects } = visit.thread.execution.runtime;
  if (!objects) throw new StatesError("States.Runtime", "No object store was given to write results to.");
  const field = visit.language === "JSONata" ? "Arguments" : "Parameters";
  const template = writer[field] ?? {};
  const args = await evaluateField({ visit, field: `ResultWriter/${field}`, template, view: { input } });
  const bucket = isJsonObject(args) ? args.Bucket : undefined;
  const prefix = isJsonObject(args) ? (args.Prefix ?? "") : "";
  if (typeof bucket !== "string" || typeof prefix !== "string") {
    throw failed("The ResultWriter needs the argument 'Bucket', a string, and may have a 'Prefix'.");
  }
  const folder = prefix === "" ? mapRunName : `${prefix.replace(/\/$/, "")}/${mapRunName}`;
  return writeResults({ objects, bucket, folder, config, mapRunArn });
}

function writeResults(options: {
  objects: ObjectStore;
  bucket: string;
  folder: string;
  config: WriterConfig;
  mapRunArn: string;
}): ResultSink {
  const { objects, bucket, folder, config, mapRunArn } = options;
  const files = new Map<FileKind, ReturnType<typeof openList>>();
  const fileOf = (kind: FileKind): ReturnType<typeof openList> => {
    const known = files.get(kind);
    if (known) return known;
    const lines = config.OutputType === "JSONL";
    const key = `${folder}/${kind}_0.${lines ? "jsonl" : "json"}`;
    const file = openList({ writer: openObject({ objects, bucket, key }), lines });
    files.set(kind, file);
    return file;
  };
  return {
    add: async (child) => {
      const { status } = child.result;
      const kind = status === "SUCCEEDED" || status === "PENDING" ? status : "FAILED";
      const written = transformed({ child, transformation: config.Transformation ?? "NONE" });
      await named(async () => {
        for (const value of written) await fileOf(kind).add(value);
      });
    },
    finish: () =>
      named(async () => {
        const list: { [kind: string]: Json } = {};
        for (const kind of KINDS) {
          const file = files.get(kind);
          if (file) await file.close();
          list[kind] = file ? [{ Key: file.writer.key, Size: file.writer.size() }] : [];
        }
        const manifest = openObject({ objects, bucket, key: `${folder}/manifest.json` });
        await manifest.append(
          JSON.stringify({ DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles: list }),
        );
        await manifest.close();
        return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: manifest.key } };
      }),
  };
}

/** A file that is a JSON array, or has one JSON value a line. */
function openList({ writer, lines }: { writer: ObjectWriter; lines: boolean }): {
  writer: ObjectWriter;
  add: (value: Json) => Promise<void>;
  close: () => Promise<void>;
} {
  let before = lines ? "" : "[";
  return {
    writer,
    add: async (value) => {
      const text = before + JSON.stringify(value);
      before = lines ? "\n" : ",";
      await writer.append(text);
    },
    close: async () => {
      await writer.append(lines ? "\n" : "]");
      await writer.close();
    },
  };
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error), error);
  }
}

function failed(cause: string, error?: unknown): StatesError {
  return new StatesError("States.ResultWriterFailed", cause, { cause: error });
}
