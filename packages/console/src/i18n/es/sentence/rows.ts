import type { Sentences } from "../../sentences.ts";

export const rows = {
  "row.unidentified": "Nada dice quién es: no hay correo, teléfono, nombre ni empresa",
  "row.tooLarge":
    "La fila es demasiado grande para ser un contacto: con los nombres de sus columnas ocupa más de {kilobytes} KB",
  "email.invalid": "Esto no es una dirección de correo; queda en las observaciones",
  "phone.invalid": "Esto no es un número de teléfono; queda en las observaciones",
  "phone.needsArea": "A este teléfono le falta el prefijo de la zona; queda en las observaciones",
  "phone.damaged": "Una hoja de cálculo ha redondeado cifras de este teléfono; queda en las observaciones",
  "model.rejected": "La respuesta del modelo de lenguaje no se pudo usar: vale lo que encontraron las reglas",
  "code.missing": "No hay ningún código de producto en esta fila",
  "code.damaged":
    "Una hoja de cálculo ha redondeado este código: dé a la columna formato de texto, escriba de nuevo el código y guarde otra vez",
  "code.checkDigit": "El dígito de control no encaja: hay una cifra mal escrita",
  "code.invalid": "Esto no es un ASIN, UPC, EAN ni ISBN",
  "product.notFound": "Keepa no lo conoce",
  "product.inaccessible": "Keepa no puede mostrarlo",
  "product.invalid": "Keepa no lo toma por un código",
  "product.empty": "Keepa lo conoce, pero no sabe nada de él",
  "product.tooLarge": "Keepa dice de él más de lo que se puede guardar",
  "tokens.wait": "Espera a que haya tokens de Keepa",
} satisfies Partial<Sentences>;
