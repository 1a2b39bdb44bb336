import { Readable } from "node:stream";
import { MillraceError } from "../error.ts";
import type { ByteSource } from "../file/index.ts";
import type { ByteRange, ObjectStore } from "../object/index.ts";
import { say } from "../sentence/index.ts";

/**
 * An uploaded object as the file readers take it.
 *
 * @param input.version - the newest where not given
 * @throws Object.NotFound
 */
export async function objectSource(input: {
  objects: ObjectStore;
  key: string;
  version?: string;
  name: string;
}): Promise<ByteSource> {
  const { objects, name, key, version } = input;
  const object = { key, ...(version === undefined ? {} : { version }) };
  const size = await objects.size(object);
  if (size === null) throw new MillraceError("Object.NotFound", say("file.gone", { file: name }));
  return {
    name,
    size,
    stream: (range?: ByteRange) =>
      Readable.from(
        (async function* () {
          yield* await objects.get({ ...object, ...(range === undefined ? {} : { range }) });
        })(),
      ),
  };
}
