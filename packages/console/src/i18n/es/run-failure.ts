import type { runFailure as english } from "../en/run-failure.ts";
import type { Translated } from "../messages.ts";

export const runFailure: Translated<typeof english> = {
  "failure.unsupported": "Este tipo de archivo no se puede leer.",
  "failure.unsupported.do": "Guárdelo como CSV o Excel (.xlsx) y suéltelo de nuevo.",
  "failure.malformed": "El archivo está dañado o no es lo que dice su nombre.",
  "failure.malformed.do": "Ábralo en el programa del que viene, guárdelo de nuevo y suelte ese archivo.",
  "failure.empty": "El archivo no tiene filas.",
  "failure.empty.do": "Mire si es el archivo correcto y si la tabla está en su primera hoja.",
  "failure.tooLarge": "El archivo es demasiado grande.",
  "failure.tooLarge.do": "Divídalo en archivos más pequeños y suelte esos.",
  "failure.encrypted": "El archivo está protegido con una contraseña.",
  "failure.encrypted.do": "Guárdelo sin ella y suéltelo de nuevo.",
  "failure.modelBusy": "El modelo de lenguaje no admite más peticiones por el momento.",
  "failure.modelBusy.do": "Espere unos minutos y reintente. Lo hecho queda hecho y no se paga de nuevo.",
  "failure.modelDown": "El modelo de lenguaje no responde.",
  "failure.modelDown.do":
    "Espere a que vuelva a estar disponible y reintente. Lo hecho queda hecho y no se paga de nuevo.",
  "failure.modelRejected": "El modelo de lenguaje rechazó la petición.",
  "failure.modelRejected.do":
    "Quien administra Millrace debe revisar el nombre y los ajustes del modelo; después, reintente.",
  "failure.modelCredit": "La cuenta del modelo de lenguaje se ha quedado sin saldo.",
  "failure.modelCredit.do": "Recárguela y reintente. Los lotes hechos no se pagan de nuevo.",
  "failure.modelKey": "La clave del modelo de lenguaje falta o no es válida.",
  "failure.modelKey.do":
    "Quien administra Millrace debe poner una clave válida; después, reintente. Importar solo con reglas no necesita clave.",
  "failure.costCap": "El modelo de lenguaje ha costado todo lo permitido.",
  "failure.costCap.do": "Reintente con un límite mayor. Los lotes hechos no se pagan de nuevo.",
  "failure.interrupted": "Empezó y no llegó a terminar.",
  "failure.interrupted.do": "Reintente: nada quedará por duplicado.",
  "failure.cancelled": "Se canceló.",
  "failure.cancelled.do": "Reintente para hacer el resto.",
  "failure.keepaTokens": "Los tokens de Keepa se han agotado por ahora.",
  "failure.keepaTokens.do": "Vuelven solos, unos cuantos por minuto. Reintente más tarde.",
  "failure.keepaDown": "Keepa no responde.",
  "failure.keepaDown.do": "Espere unos minutos y reintente. Los productos hechos quedan hechos.",
  "failure.keepaRequest": "Keepa rechazó la petición.",
  "failure.keepaRequest.do":
    "Compruebe la tienda del catálogo; si es la correcta, pregunte a quien administra Millrace.",
  "failure.keepaPayment": "Keepa pide un pago.",
  "failure.keepaPayment.do": "Quien paga Keepa debe revisar la cuenta; después, reintente.",
  "failure.keepaKey": "La clave de Keepa falta o no es válida.",
  "failure.keepaKey.do": "Quien administra Millrace debe poner una clave válida; después, reintente.",
  "failure.gone": "Un archivo de esta importación ya no está.",
  "failure.gone.do": "Suelte el archivo de nuevo: las filas que ya están dentro quedarán sin cambios.",
  "failure.storeBusy": "La base de datos estuvo demasiado ocupada, más tiempo del que se esperó.",
  "failure.storeBusy.do": "Reintente en unos minutos. No se ha perdido nada y nada quedará por duplicado.",
  "failure.input": "Lo elegido para este archivo no encaja con él.",
  "failure.input.do": "Suéltelo de nuevo y revise las columnas en la vista previa.",
  "failure.timeout": "Tardó demasiado.",
  "failure.timeout.do": "Reintente: sigue donde estaba.",
  "failure.unknown": "Falló algo que no se esperaba.",
  "failure.unknown.do":
    "Reintente. Si falla otra vez, muestre la línea de abajo a quien administra Millrace.",
  "alert.failed": "La importación falló",
  "alert.paused": "La importación espera",
  "alert.halted": "Una parte espera",
  "alert.UNDOING":
    "Esta importación se está deshaciendo. Sus contactos vuelven a lo que otras importaciones dicen de ellos.",
  "alert.UNDONE":
    "Esta importación se deshizo: los contactos están como si nunca hubiera existido. Las cifras de abajo dicen lo que había hecho.",
  "alert.CANCELLED":
    "Esta importación se canceló. Lo que había escrito se queda; reintentar hace el resto, deshacer lo quita.",
  "alert.batches": { one: "Falló {count} lote", other: "Fallaron {count} lotes" },
  "alert.batches.what": "Los demás lotes están hechos. Reintentar hace solo los que fallaron.",
  "alert.batches.show": "Mostrarlos",
  "alert.rejects": { one: "Se rechazó {count} fila", other: "Se rechazaron {count} filas" },
  "alert.rejects.products": {
    one: "Se rechazó {count} código",
    other: "Se rechazaron {count} códigos",
  },
  "alert.rejects.what":
    "Las demás están dentro. Mire por qué, descargue las filas rechazadas, corríjalas y suelte ese archivo.",
  "alert.rejects.show": "Ver por qué",
};
