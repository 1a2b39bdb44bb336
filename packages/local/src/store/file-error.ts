import * as z from "zod";

const SystemError = z.object({ code: z.string() });

/** The code of a file system's error, such as `ENOENT`; undefined where there is none. */
export function codeOf(error: unknown): string | undefined {
  return SystemError.safeParse(error).data?.code;
}

/** True where a path names nothing, or names a folder where a file was meant, or the other way round. */
export function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EISDIR"].includes(codeOf(error) ?? "");
}
