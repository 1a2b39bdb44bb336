import type { Json } from "./json.ts";

/** What a path can reach: the state's input ("$"), the context object ("$$") and variables ("$name"). */
export type PathScope = { input: Json; context: Json; variables: Record<string, Json> };

export function readPath(_options: PathScope & { path: string }): Json {
  throw new Error("not written yet");
}

export function writeReferencePath(_options: { path: string; target: Json; value: Json }): Json {
  throw new Error("not written yet");
}
