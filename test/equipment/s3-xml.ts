const ESCAPES: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };

/** A child of an element: its name, and its text or, where it is XML already, {@link raw} of it. */
export type Child = [name: string, text: string | { xml: string }];

/** An element with children that hold text or XML. */
export function element(name: string, children: Child[]): string {
  const inner = children.map(([child, text]) => {
    const content =
      typeof text === "string" ? text.replace(/[<>&"]/g, (sign) => ESCAPES[sign] ?? sign) : text.xml;
    return `<${child}>${content}</${child}>`;
  });
  return `<${name}>${inner.join("")}</${name}>`;
}

/** The texts of some children of all elements of one name; not for elements that hold one of their own name. */
export function textsOf(xml: string, name: string, children: string[]): Record<string, string>[] {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))].map(([, inner = ""]) =>
    Object.fromEntries(
      children.flatMap((child) => {
        const text = new RegExp(`<${child}>(.*?)</${child}>`, "s").exec(inner)?.[1];
        return text === undefined ? [] : [[child, unescaped(text)]];
      }),
    ),
  );
}

function unescaped(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#([0-9]+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
