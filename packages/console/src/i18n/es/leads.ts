import type { leads as english } from "../en/leads.ts";
import type { Translated } from "../messages.ts";

export const leads: Translated<typeof english> = {
  "leads.what":
    "Todas las personas que nombran sus archivos: cada una una vez, como dice el archivo más reciente.",
  "leads.search": "Busque por nombre, empresa, correo, teléfono u observaciones",
  "leads.search.clear": "Borrar la búsqueda",
  "leads.looked": { one: "Se revisó {count} contacto", other: "Se revisaron {count} contactos" },
  "leads.found": { one: "{count} coincidencia", other: "{count} coincidencias" },
  "leads.foundMore": { one: "{count} coincidencia hasta ahora", other: "{count} coincidencias hasta ahora" },
  "leads.looking": "Revisando los contactos",
  "leads.ofRun": "Solo contactos cuya fila más reciente es de una importación",
  "leads.empty": "Aún no hay contactos",
  "leads.empty.what":
    "Los contactos vienen de archivos. Suelte un archivo CSV o Excel y cada una de sus personas estará aquí una vez.",
  "leads.nothing.what":
    "Ningún contacto tiene todas estas palabras. Pruebe con menos, o solo con el comienzo de una.",
  "leads.column.name": "Nombre",
  "leads.column.email": "Correo",
  "leads.column.company": "Empresa",
  "leads.column.title": "Cargo",
  "leads.column.phone": "Teléfono",
  "leads.column.source": "Archivo más reciente",
  "leads.column.updated": "Cambió",
  "leads.unnamed": "Sin nombre",
  "leads.export": "Exportar como CSV",
  "leads.export.done": { one: "Se exportó {count} contacto", other: "Se exportaron {count} contactos" },
  "leads.export.done.what":
    "Se puede abrir sin riesgo en una hoja de cálculo y volver a soltar aquí después de cambiarlo.",
};
