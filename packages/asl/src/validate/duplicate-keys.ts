/** A string, a bracket, a comma or a colon of a JSON text. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** The keys that stand twice in one object of a JSON text; JSON.parse keeps the last of them and says nothing. */
export function duplicateKeys(text: string): string[] {
  const open: (Set<string> | undefined)[] = [];
  const duplicates: string[] = [];
  let last = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const keys = open.at(-1);
      if (keys?.has(last)) duplicates.push(last);
      keys?.add(last);
    } else if (token !== ",") {
      last = String(JSON.parse(token));
    }
  }
  return duplicates;
}
