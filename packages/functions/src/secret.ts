/** What a secret holds until somebody sets it: SST deploys without it, and what needs it stays off. */
export const NOT_SET = "not-set";

/** What somebody has set a secret to; null where nobody has. `sst secret set NAME < file` keeps the end of the line, which belongs to none. */
export function valueOfSecret({ value }: { value: string }): string | null {
  const text = value.trim();
  return text === NOT_SET || text === "" ? null : text;
}
