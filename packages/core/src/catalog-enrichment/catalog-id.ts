import { basename, extname } from "node:path/posix";

/** The most characters a catalog's id may have. */
const MOST = 64;

/**
 * A catalog's id by its file's name: the same file again is the same catalog.
 *
 * @example
 * catalogIdOfFile("Catálogo de otoño.csv"); // "Catalogo-de-otono"
 */
export function catalogIdOfFile(name: string): string {
  const id = basename(name, extname(name))
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[._-]+|-+$/g, "");
  return id.slice(0, MOST) || "catalog";
}
