import type { Sentences } from "../../sentences.ts";

export const files = {
  "file.noBytes": "{file} está vacío: no tiene ni un byte. Mire si se guardó e impórtelo de nuevo",
  "file.blank": "{file} está vacío: solo hay blancos. Mire si es el archivo correcto",
  "file.noRows": "{file} está vacío: no tiene filas. Mire si es el archivo correcto",
  "file.pdf":
    "{file} es un documento PDF: exporte la tabla como .xlsx o .csv desde el programa del que viene",
  "file.image": "{file} es una imagen: importe la tabla misma, como .xlsx o .csv",
  "file.compressed": "{file} está comprimido: descomprímalo e importe lo que contiene",
  "file.richText": "{file} es un documento de texto: guarde su tabla como .xlsx o .csv",
  "file.database": "{file} es una base de datos: exporte la tabla como .csv",
  "file.program": "{file} es un programa: elija el archivo de los contactos",
  "file.contactCards": "{file} es un conjunto de tarjetas de contacto: exporte los contactos como .csv",
  "file.json": "{file} es un documento JSON: exporte la tabla como .csv o .xlsx",
  "file.webArchive":
    "{file} es un archivo web: ábralo en un programa de hojas de cálculo y guárdelo como .xlsx",
  "file.xml": "{file} es un documento XML: exporte la tabla como .csv o .xlsx",
  "file.notATable": "{file} no es una tabla: guárdelo como .csv o .xlsx e importe ese archivo",
  "file.noTable": "{file} es una página web sin ninguna tabla: exporte los contactos como .xlsx o .csv",
  "file.otherProgram":
    "{file} es un documento de otro programa y no un libro de hojas de cálculo: guarde la hoja como .xlsx o .csv",
  "file.noWorkbook": "{file} no es un libro de hojas de cálculo: guarde la hoja como .xlsx o .csv",
  "file.archive":
    "{file} es un archivo comprimido sin ningún libro dentro: descomprímalo o guarde la hoja como .xlsx o .csv",
  "file.compression":
    "{file} está comprimido de un modo que no usan los libros (método {method}): guárdelo de nuevo como .xlsx",
  "file.encrypted": "{file} está protegido con una contraseña: guárdelo sin ella",
  "file.damaged": "{file} está dañado: ábralo en un programa de hojas de cálculo y guárdelo como .xlsx",
  "file.doctype":
    "{file} declara un DOCTYPE: ábralo en un programa de hojas de cálculo y guárdelo como .xlsx",
  "file.xmlDepth":
    "{file} anida más de {most} elementos: ábralo en un programa de hojas de cálculo y guárdelo de nuevo",
  "file.xmlBroken":
    "{file} contiene XML mal formado: ábralo en un programa de hojas de cálculo y guárdelo de nuevo",
  "file.sheetMissing":
    "{file} nombra una hoja que no contiene: ábralo en un programa de hojas de cálculo y guárdelo de nuevo",
  "file.textMissing":
    "{file} nombra un texto que no contiene: ábralo en un programa de hojas de cálculo y guárdelo de nuevo",
  "file.tableDepth": "{file} anida más de {most} tablas: guárdelo como .xlsx",
  "file.quotes":
    "{file}, fila {row}: demasiadas comillas que no se cierran: escriba dos veces las comillas dentro de una celda o guarde el archivo como .xlsx",
  "file.tables": "{file} tiene más de {most} tablas: divídalo",
  "file.recordBytes":
    "{file}: la fila {row} ocupa más de {most} bytes: corrija la fila e importe el archivo de nuevo",
  "file.recordColumns":
    "{file}: la fila {row} tiene {columns} columnas, más de {most}: corrija la fila e importe el archivo de nuevo",
  "file.textChars":
    "{file} tiene un texto de más de {most} caracteres: acórtelo o guarde el archivo como .csv",
  "file.cellChars":
    "{file} tiene una celda de más de {most} caracteres: acórtela o guarde el archivo como .csv",
  "file.texts": "{file} tiene más de {megabytes} MB de textos distintos: divídalo o guárdelo como .csv",
  "file.sheetRows": "{file} tiene más de {most} filas: divídalo o guarde como .csv la parte de los contactos",
  "file.sheetColumns":
    "{file} tiene en la fila {row} una celda más allá de la columna XFD: divídalo o guarde como .csv la parte de los contactos",
  "file.rowCellChars":
    "{file} tiene en la fila {row} una celda de más de {most} caracteres: divídalo o guarde como .csv la parte de los contactos",
  "file.rowChars":
    "{file} tiene más de {most} caracteres en la fila {row}: divídalo o guarde como .csv la parte de los contactos",
  "file.sheetCells":
    "{file} tiene más de {most} celdas, contando las vacías que hay entre otras: divídalo o guarde como .csv la parte de los contactos",
  "file.odsCells": "{file} tiene más de {most} celdas: guárdelo como .xlsx o .csv",
  "file.parts": "{file} tiene {parts} partes, más de {most}: guarde solo la hoja en un archivo nuevo",
  "file.inflationRatio":
    "{file} ocupa descomprimido más de {most} veces su tamaño, algo que ningún libro real hace: guárdelo de nuevo como .xlsx o .csv",
  "file.inflated": "{file} ocupa descomprimido más de {megabytes} MB: divídalo o guárdelo como .csv",
  "file.wholeFile":
    "{file} ocupa más de {megabytes} MB, algo que solo se admite en .xlsx y .csv: guárdelo como uno de ellos",
  "file.slow": "{file} tarda demasiado en convertirse: guárdelo como .xlsx o .csv",
  "file.gone": "El archivo {file} ya no está: suéltelo de nuevo",
  "file.upload":
    "Aquí un archivo puede ocupar {megabytes} MB: deje uno mayor en la carpeta de entrada o divídalo",
  "file.notSent": "El archivo no ha llegado o ya no está: envíelo de nuevo",
  "file.sentAgain": "El archivo se envió de nuevo mientras tanto: inténtelo otra vez",
  "form.type": "El formulario no se acepta: no es multipart/form-data. Suelte el archivo de nuevo",
  "form.name": "El formulario no se acepta: su archivo se llama file. Suelte el archivo de nuevo",
  "form.broken": "El formulario no se acepta: se interrumpió. Suelte el archivo de nuevo",
  "form.noFile": "El formulario no se acepta: no trae ningún archivo. Suelte el archivo de nuevo",
  "form.twice": "El formulario no se acepta: un campo viene dos veces. Suelte el archivo de nuevo",
  "form.files": "El formulario no se acepta: trae más de un archivo. Suelte los archivos uno a uno",
  "form.empty": "El formulario no se acepta: su archivo está vacío. Mire si se guardó y suéltelo de nuevo",
  "form.policy":
    "El formulario no se acepta: sus condiciones no son las nuestras. Suelte el archivo de nuevo",
  "form.late": "El formulario no se acepta: su plazo ha terminado. Suelte el archivo de nuevo",
  "form.fields":
    "El formulario no se acepta: sus campos no son los que se dieron. Suelte el archivo de nuevo",
  "preview.deleted": "La vista previa se borró mientras empezaba: suelte el archivo de nuevo",
  "choice.encoding":
    "No hay ninguna codificación llamada «{encoding}»: use utf-8, utf-16le, windows-1252 u otro nombre de WHATWG",
  "choice.delimiter": "«{delimiter}» no es un separador: indique un carácter o «tab»",
  "choice.sheet": "{file} no tiene ninguna hoja «{sheet}»: tiene {sheets}",
  "choice.target": "No hay ningún campo «{target}»: hay {targets}",
  "choice.column": "No hay ninguna columna «{column}»: hay {columns}",
  "choice.codeColumn":
    "El archivo no tiene ninguna columna con el nombre elegido para los códigos: elija otra",
  "choice.noCodes":
    "Ninguna columna del archivo contiene códigos de producto (ASIN, UPC, EAN o ISBN): diga cuál los contiene",
  "choice.noModel":
    "El modo {mode} pregunta a un modelo de lenguaje y no hay ninguno configurado: elija solo reglas o pida que se configure una clave",
  "note.sheets":
    "Se leyó la hoja «{sheet}»; no se leyó: {others}. Para importar otra, guárdela en un archivo propio.",
  "note.noHeader": "El archivo no tiene encabezado: sus columnas se llaman Column 1, Column 2…",
  "note.encoding.guessed":
    "El archivo no es UTF-8 y se leyó como Windows-1252. Si hay letras equivocadas, guárdelo como UTF-8.",
  "note.encoding.utf16": "El archivo se leyó como {encoding}, por sus bytes nulos.",
  "note.encoding.mixed":
    "La mayor parte del archivo es UTF-8; las líneas que no lo son se leyeron como Windows-1252.",
  "note.short": {
    one: "{count} fila tiene menos celdas que el encabezado.",
    other: "{count} filas tienen menos celdas que el encabezado.",
  },
  "note.long": {
    one: "{count} fila tiene más celdas que el encabezado.",
    other: "{count} filas tienen más celdas que el encabezado.",
  },
} satisfies Partial<Sentences>;
