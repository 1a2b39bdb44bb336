import type { lead as english } from "../en/lead.ts";
import type { Translated } from "../messages.ts";

export const lead: Translated<typeof english> = {
  "lead.fields": "Cómo está",
  "lead.source": "Fila más reciente",
  "lead.row": "Fila {row} de {file}",
  "lead.created": "Visto por primera vez",
  "lead.updated": "Último cambio",
  "lead.id": "Id",
  "lead.none": "–",
  "lead.history": "Historia",
  "lead.history.what":
    "Todas las filas que han hablado de este contacto, la carga más reciente primero. Deshaga una importación y volverá a valer la anterior.",
  "lead.current": "Vale ahora",
  "lead.column.field": "Campo",
  "lead.column.value": "Valor",
  "lead.column.by": "Dado por",
  "lead.column.change": "Cambio",
  "lead.changed": "Cambiado",
  "lead.new": "Nuevo",
  "lead.run": "Su importación",
  "lead.issues": "Lo que se observó",
  "field.firstName": "Nombre",
  "field.lastName": "Apellidos",
  "field.title": "Cargo",
  "field.company": "Empresa",
  "field.email": "Correo",
  "field.phone": "Teléfono",
  "field.remarks": "Observaciones",
  "lead.by.column": "Columna {name}",
  "lead.by.rule": "La regla {name}",
  "lead.by.model": "El modelo {name}",
};
