/**
 * A whole and its parts as one line: those that are none are left out.
 *
 * @param input.whole - in words, such as `1,204 rows`
 * @param input.text - a part in words
 * @returns such as `1,204 rows = 1,100 created + 104 rejected`
 */
export function equationOf<Part extends { count: number }>(input: {
  whole: string;
  parts: readonly Part[];
  text: (part: Part) => string;
}): string {
  const { whole, parts, text } = input;
  const sum = parts.filter(({ count }) => count > 0).map(text);
  return sum.length === 0 ? whole : `${whole} = ${sum.join(" + ")}`;
}
