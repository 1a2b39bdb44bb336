/**
 * A function of a text that remembers its answers: cells repeat from row to row, and within a row several fields ask about
 * the same one. At the limit it forgets all, so that no file can fill the memory.
 *
 * @param read - pure
 */
export function remembering<T extends string | boolean | object | null>({
  read,
  limit,
}: {
  read: (text: string) => T;
  limit: number;
}): (text: string) => T {
  const remembered = new Map<string, T>();
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const answer = read(text);
    if (remembered.size >= limit) remembered.clear();
    remembered.set(text, answer);
    return answer;
  };
}
