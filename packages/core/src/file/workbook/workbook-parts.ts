import { posix } from "node:path";
import type { Limits } from "../limits.ts";
import { scanXml } from "./xml.ts";
import type { ZipPart, ZipParts } from "./zip.ts";

/** A link from one part of a package to another, or out of it. */
export interface Relationship {
  /** The last word of its type, which transitional and strict files share: `worksheet`, `styles`… */
  readonly kind: string;
  /** A part's name as {@link ZipParts} has it, or as it is when the target is outside. */
  readonly target: string;
}

/** What `workbook.xml` says. */
export interface WorkbookPart {
  readonly date1904: boolean;
  readonly sheets: readonly { name: string; hidden: boolean; relationship: string }[];
}

interface PartInput {
  file: string;
  parts: ZipParts;
  limits: Limits;
}

// Held in memory; the largest styles.xml met in practice, with 64,000 formats, is some 15 MB.
export const MAX_SMALL_PART_BYTES = 32 * 1024 * 1024;

/**
 * The relationships of a part by their ids; none when it has no such file beside it.
 *
 * @param of - the part's name, or `""` for the package itself
 */
export async function relationships({
  of,
  file,
  parts,
  limits,
}: PartInput & { of: string }): Promise<ReadonlyMap<string, Relationship>> {
  const folder = posix.dirname(of === "" ? "root" : of);
  const part = parts.get(posix.join(folder, "_rels", `${posix.basename(of)}.rels`).toLowerCase());
  const found = new Map<string, Relationship>();
  if (part === undefined) return found;
  await scanSmallPart({
    part,
    file,
    limits,
    open(name, attributes) {
      if (name !== "Relationship") return;
      const { Id = "", Type = "", Target = "", TargetMode = "" } = attributes;
      const kind = Type.slice(Type.lastIndexOf("/") + 1);
      found.set(Id, {
        kind,
        target: TargetMode === "External" ? Target : partName({ target: Target, folder, parts }),
      });
    },
  });
  return found;
}

/** Reads the list of sheets and the epoch. */
export async function readWorkbookPart({
  part,
  file,
  limits,
}: { part: ZipPart } & Omit<PartInput, "parts">): Promise<WorkbookPart> {
  let date1904 = false;
  const sheets: { name: string; hidden: boolean; relationship: string }[] = [];
  await scanSmallPart({
    part,
    file,
    limits,
    open(name, attributes) {
      if (name === "workbookPr") date1904 = /^(1|true|on)$/i.test(attributes.date1904 ?? "");
      if (name !== "sheet") return;
      // `r:id`, whatever prefix the writer gave the namespace; `sheetId` is another number.
      const id = Object.keys(attributes).find((key) => key.endsWith(":id"));
      sheets.push({
        name: attributes.name ?? "",
        hidden: /^(very)?hidden$/i.test(attributes.state ?? ""),
        relationship: (id === undefined ? undefined : attributes[id]) ?? "",
      });
    },
  });
  return { date1904, sheets };
}

/** Reads a part that is small in every real file, for its elements only. */
export async function scanSmallPart({
  part,
  file,
  limits,
  ...handlers
}: {
  part: ZipPart;
  file: string;
  limits: Limits;
  open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  close?: (name: string) => void;
}): Promise<void> {
  await scanXml({ pieces: part.read({ maxBytes: MAX_SMALL_PART_BYTES }), file, limits, handlers });
}

function partName({ target, folder, parts }: { target: string; folder: string; parts: ZipParts }): string {
  const path = target.replaceAll("\\", "/");
  const absolute = posix
    .join("/", path.startsWith("/") ? "" : folder, path)
    .slice(1)
    .toLowerCase();
  if (parts.has(absolute)) return absolute;
  try {
    return decodeURIComponent(absolute);
  } catch {
    return absolute;
  }
}
