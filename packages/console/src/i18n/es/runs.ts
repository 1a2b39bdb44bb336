import type { runs as english } from "../en/runs.ts";
import type { Translated } from "../messages.ts";

export const runs: Translated<typeof english> = {
  "runs.what": "Todos los archivos importados, los más recientes primero, y qué fue de sus filas.",
  "runs.empty": "Todavía no hay importaciones",
  "runs.empty.what":
    "Una importación empieza al soltar un archivo: contactos o un catálogo, en CSV o Excel. Los archivos de examples/ están para probar.",
  "runs.filter.empty.what": "No hay ninguna importación de este tipo y estado.",
  "runs.flow": "Tipo",
  "runs.flow.all": "Todos los tipos",
  "runs.status": "Estado",
  "runs.status.all": "Cualquier estado",
  "runs.column.file": "Archivo",
  "runs.column.rows": "Filas",
  "runs.column.outcome": "Qué fue de ellas",
  "runs.column.registered": "Subido",
  "runs.column.took": "Duración",
  "runs.progress": "Progreso de {file}",
  "runs.batches": { one: "{done} de {count} lote", other: "{done} de {count} lotes" },
  "runs.reading": "Se está leyendo el archivo",
  "runs.nothing": "Nada",
  "run.flow.lead-import": "Contactos",
  "run.flow.catalog-enrichment": "Catálogo",
  "count.created": "Creadas",
  "count.updated": "Actualizadas",
  "count.unchanged": "Sin cambios",
  "count.superseded": "Reemplazadas después",
  "count.duplicates": "Duplicadas",
  "count.rejected": "Rechazadas",
  "count.failed": "Fallidas",
  "count.pending": "En espera",
};
