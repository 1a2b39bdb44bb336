import type { Sentences } from "../../sentences.ts";

export const runs = {
  "run.missing": "No existe la importación {run}",
  "run.stopped": "La importación {run} ya no está en curso",
  "run.nothingToRetry":
    "No hay nada que reintentar en la importación {run}: está en curso o ya está todo hecho",
  "run.ended": "La importación {run} no se puede cancelar: ha terminado",
  "run.notFinished":
    "La importación {run} no se puede deshacer: solo se puede una que ha terminado y no se ha deshecho antes",
  "run.catalog":
    "La importación {run} es de un catálogo: los productos conservan lo que se sabe de ellos y no se deshacen",
  "run.expired": "La importación {run} tiene más de {days} días: ya no se puede deshacer",
  "run.meanwhile": "La importación {run} ha avanzado mientras tanto: mírela de nuevo",
  "run.unread": "El archivo de la importación aún no se ha leído: espere a que se lea",
  "run.rows":
    "No se puede leer la línea {line} de las filas guardadas de la importación: suelte el archivo de nuevo",
  "run.costCap": "El modelo ha costado {spent} USD de {most}",
  "batch.interrupted": "El lote no llegó a terminar",
  "batch.waits": "El lote {batch} espera: {reason}",
  "batch.someFailed": "Algunos de sus lotes fallaron",
  "step.input": "El paso recibió una entrada incorrecta ({fields})",
  "step.unexpected": "Error inesperado: {error}",
} satisfies Partial<Sentences>;
