import type { catalogs as english } from "../en/catalogs.ts";
import type { Translated } from "../messages.ts";

export const catalogs: Translated<typeof english> = {
  "catalogs.what": "Productos por sus códigos, con lo que Keepa sabe de ellos.",
  "catalogs.empty": "Aún no hay catálogos",
  "catalogs.empty.what":
    "Suelte un archivo CSV o Excel con una columna de ASIN, UPC, EAN o ISBN y diga que es un catálogo.",
  "catalogs.column.id": "Catálogo",
  "catalogs.column.status": "Última importación",
  "catalogs.column.file": "De",
  "catalogs.column.when": "Empezó",
  "catalogs.tokens": "Tokens de Keepa",
  "catalogs.tokens.what": "Una cuenta para todos los catálogos. Un producto cuesta alrededor de un token.",
  "catalogs.tokens.left": "Quedan",
  "catalogs.tokens.rate": "Más cada minuto",
  "catalogs.tokens.waiting": "Se esperan",
  "catalogs.tokens.ready": "Todo atendido",
  "catalogs.tokens.ready.now": "Nadie espera",
  "catalogs.tokens.unknown": "Se sabe tras la primera llamada",
};
