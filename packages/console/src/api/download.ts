import { after } from "../system.ts";
import { send } from "./ask.ts";
import { NotReached, storeRefusal } from "./problem.ts";
import type { RequestOf, RouteShape } from "./route-types.ts";

/** Some browsers begin to read it only after the click has been dealt with. */
const KEPT_MS = 60_000;
const BYTE_ORDER_MARK = "\u{feff}";

/**
 * Asks for a file, and has the browser keep it. A link could not send the key.
 *
 * @param input.name - what it is to be called; characters that mean something to a file system are replaced
 * @throws ApiProblem, NotReached like `ask`
 */
export async function download<Route extends RouteShape>(
  input: RequestOf<Route> & { name: string },
): Promise<void> {
  const response = await send(input);
  const isElsewhere = response.headers.get("Content-Type")?.startsWith("application/json") === true;
  // What is too long for an answer of the function is in the store, and the answer says where.
  if (isElsewhere) await downloadFrom({ url: urlIn(await response.json()), name: input.name });
  else saveCsv({ blob: await response.blob(), name: input.name });
}

/**
 * Has the browser keep the file at an address that the API has named: a path of its own, which needs the key, or a signed address of
 * the store, which is not to have it.
 *
 * @throws ApiProblem, NotReached like `ask`
 * @throws StoreRefused where the store does not give it
 */
export async function downloadFrom(input: { url: string; name: string }): Promise<void> {
  const target = new URL(input.url, location.href);
  const isOurs = target.origin === location.origin;
  const response = isOurs
    ? await send({ method: "get", path: `${target.pathname}${target.search}` })
    : await fetchStored(target);
  saveCsv({ blob: await response.blob(), name: input.name });
}

async function fetchStored(target: URL): Promise<Response> {
  const response = await fetch(target, { credentials: "omit" }).catch((error: unknown) => {
    throw new NotReached(error);
  });
  const { ok, status } = response;
  if (!ok) throw storeRefusal({ status, text: await response.text() });
  return response;
}

function urlIn(answer: unknown): string {
  if (typeof answer === "object" && answer !== null && "url" in answer && typeof answer.url === "string")
    return answer.url;
  throw new TypeError("the answer is neither a file nor says where it is");
}

/** Has the browser keep a CSV. Spreadsheets take one for UTF-8 by the mark alone; without it they show, and save, broken accents. */
function saveCsv(input: { blob: Blob; name: string }): void {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, input.blob], { type: input.blob.type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = safeName(input.name);
  link.click();
  after(KEPT_MS, () => URL.revokeObjectURL(url));
}

/** A file name that is the same, and harmless, on every system: no folders, no device names, not hidden, no control or direction characters. */
export function safeName(name: string): string {
  const plain = name
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029<>:"/\\|?*]+/gu, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "")
    .slice(-120);
  const isDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain);
  return plain === "" || isDevice ? `file-${plain}` : plain;
}
