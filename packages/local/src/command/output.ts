import Table from "cli-table3";

/** What no terminal should get from a file: control characters, escape sequences among them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from outside, made harmless for a terminal. */
export function plain(text: string): string {
  return text.replace(CONTROL, " ");
}

/** Prints rows under a heading as a table without frames. */
export function printTable(heading: string[], rows: (string | number)[][]): void {
  const sides = { left: "", right: "", "left-mid": "", "mid-mid": "", "right-mid": "" };
  const top = { top: "", "top-mid": "", "top-left": "", "top-right": "" };
  const bottom = { bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" };
  const table = new Table({
    head: heading,
    chars: { ...top, ...bottom, ...sides, mid: "", middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows.map((row) => row.map((cell) => plain(String(cell)))));
  console.log(table.toString().replace(/ +$/gm, ""));
}

export function printJson(value: unknown): void {
  console.log(JSON.stringify(value));
}

/** Progress and remarks: never mixed with a result that another program reads. */
export function remark(text: string): void {
  console.error(plain(text));
}

export function isoTime(ms: number | null): string {
  return ms === null ? "" : new Date(ms).toISOString();
}

/** Writes to standard output, as fast as whoever reads it takes it. */
export async function send(data: string | Uint8Array): Promise<void> {
  if (process.stdout.write(data)) return;
  await new Promise<void>((resolve) => process.stdout.once("drain", resolve));
}
