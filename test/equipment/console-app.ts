import { createInterface } from "node:readline";
import * as z from "zod";
import { type Finished, millraceOn, temporaryFolder } from "./command.ts";

/** What `start --json` prints first. */
const Started = z.object({ url: z.url(), token: z.string() });

/** `millrace start` as a process of its own. */
export interface ConsoleApp {
  url: string;
  /** Of a key with all scopes, as long as the process runs. */
  key: string;
  data: string;
  /** Another command on the same data, as a person beside the page would give it. */
  run(...words: string[]): Promise<Finished>;
  close(): Promise<void>;
}

/**
 * Starts Millrace on an empty folder. It serves the console as it was built last.
 *
 * @param input.env - of all its commands, such as where a model is
 * @param input.words - more of the command's line
 */
export async function startConsoleApp(
  input: { env?: Record<string, string>; words?: readonly string[] } = {},
): Promise<ConsoleApp> {
  const folder = temporaryFolder();
  // A test asks more in a second than anybody may in a minute.
  const env = { MILLRACE_API_REQUESTS_PER_MINUTE: "1000000", ...input.env };
  const { start, run } = millraceOn(folder.path, env);
  const child = start(["start", "--json", "--port", "0", ...(input.words ?? [])]);
  const ended = new Promise((resolve) => child.once("close", resolve));
  let told = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    told += text;
  });
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    child.once("close", () => reject(new Error(`millrace start has ended: ${told}`)));
  });
  // Each run that ends is told; whoever does not listen stops the process.
  child.stdout.resume();
  const { url, token } = Started.parse(JSON.parse(first));
  return {
    ...{ url, run },
    key: token,
    data: folder.path,
    async close() {
      child.kill("SIGTERM");
      await ended;
      folder.remove();
    },
  };
}
