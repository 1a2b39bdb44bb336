import type { CountPart } from "../../component/counts.tsx";

/**
 * Parts and their sum as one line: those that are none are left out.
 *
 * @param input.unit - the sum in words, such as `1,204 rows`
 * @returns such as `1,204 rows = 1,100 created + 104 rejected`
 */
export function equationOf(input: {
  parts: readonly CountPart[];
  unit: string;
  number: (value: number) => string;
  label: (part: CountPart) => string;
}): string {
  const { parts, unit, number, label } = input;
  const sum = parts.filter(({ count }) => count > 0).map((part) => `${number(part.count)} ${label(part)}`);
  return sum.length === 0 ? unit : `${unit} = ${sum.join(" + ")}`;
}
