import type { Limits } from "../limits.ts";
import { mailtoAddress } from "./cell-text.ts";
import { relationships } from "./workbook-parts.ts";
import { scanXml } from "./xml.ts";
import type { ZipPart, ZipParts } from "./zip.ts";

/**
 * The e-mail addresses that cells of a sheet link to, by the cells' references.
 *
 * Links stand after the rows, so a sheet that has any to an address is read twice; others are not.
 */
export async function mailtoLinks({
  part,
  parts,
  file,
  limits,
}: {
  part: ZipPart;
  parts: ZipParts;
  file: string;
  limits: Limits;
}): Promise<ReadonlyMap<string, string>> {
  const addresses = new Map<string, string>();
  for (const [id, { kind, target }] of await relationships({ of: part.name, file, parts, limits })) {
    const address = kind === "hyperlink" ? mailtoAddress(target) : undefined;
    if (address !== undefined) addresses.set(id, address);
  }
  const links = new Map<string, string>();
  if (addresses.size === 0) return links;
  await scanXml({
    pieces: part.read(),
    file,
    limits,
    handlers: {
      open(name, attributes) {
        if (name !== "hyperlink") return;
        const id = Object.keys(attributes).find((key) => key.endsWith(":id"));
        const address = addresses.get((id === undefined ? undefined : attributes[id]) ?? "");
        const [reference = ""] = (attributes.ref ?? "").split(":");
        if (address !== undefined) links.set(reference.toUpperCase(), address);
      },
    },
  });
  return links;
}
