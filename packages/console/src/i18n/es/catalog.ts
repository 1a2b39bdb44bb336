import type { catalog as english } from "../en/catalog.ts";
import type { Translated } from "../messages.ts";

export const catalog: Translated<typeof english> = {
  "catalog.status": "Estado",
  "catalog.status.all": "Cualquier estado",
  "catalog.download": "Descargar como CSV",
  "catalog.empty": "No hay productos aquí",
  "catalog.empty.what": "Ningún producto de este catálogo tiene este estado.",
  "catalog.column.code": "Código",
  "catalog.column.status": "Estado",
  "catalog.column.title": "Título",
  "catalog.column.brand": "Marca",
  "catalog.column.price": "Precio",
  "catalog.column.rank": "Puesto en ventas",
  "catalog.column.rating": "Valoración",
  "catalog.column.enriched": "Se sabe desde",
  "catalog.product": "Producto {code}",
  "catalog.product.show": "Mostrar el producto {code}",
  "catalog.sampled": "Valor de muestra",
  "catalog.sampled.some": { one: "{count} valor de muestra", other: "{count} valores de muestra" },
  "catalog.until": "Se preguntará {when}",
  "catalog.close": "Cerrar",
  "catalog.reason.code.missing": "La fila no tiene código de producto",
  "catalog.reason.code.invalid": "No es un código de producto",
  "catalog.reason.code.checkDigit": "Su dígito de control no cuadra: quizá una cifra mal escrita",
  "catalog.reason.code.damaged":
    "Una hoja de cálculo lo cambió, por ejemplo a 1,23E+11: dé a la columna formato de texto",
  "catalog.reason.product.notFound": "Keepa no lo conoce",
  "catalog.reason.product.inaccessible": "Keepa no puede mostrarlo",
  "catalog.reason.product.invalid": "Keepa no lo toma por un código",
  "catalog.reason.product.empty": "Keepa lo conoce, y nada de él",
};
