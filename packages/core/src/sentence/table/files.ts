/** What is wrong with a file, or with what was chosen about it, and what to do. */
export const FILE_SENTENCES = {
  "file.noBytes": "{file} is empty: it has no bytes. Look whether it was saved, and import it again",
  "file.blank": "{file} is empty: nothing but blanks. Look whether it is the right file",
  "file.noRows": "{file} is empty: it has no rows. Look whether it is the right file",
  "file.pdf": "{file} is a PDF document: export the table as .xlsx or .csv from the program it comes from",
  "file.image": "{file} is an image: import the table itself, as .xlsx or .csv",
  "file.compressed": "{file} is a compressed file: unpack it and import what is inside",
  "file.richText": "{file} is a text document: save its table as .xlsx or .csv",
  "file.database": "{file} is a database: export the table as .csv",
  "file.program": "{file} is a program: choose the file with the leads",
  "file.contactCards": "{file} is a set of contact cards: export the contacts as .csv",
  "file.json": "{file} is a JSON document: export the table as .csv or .xlsx",
  "file.webArchive": "{file} is a web archive: open it in a spreadsheet program and save it as .xlsx",
  "file.xml": "{file} is an XML document: export the table as .csv or .xlsx",
  "file.notATable": "{file} is not a table: save it as .csv or .xlsx and import that",
  "file.noTable": "{file} is a web page without a table: export the leads as .xlsx or .csv",
  "file.otherProgram":
    "{file} is a document of another program, not a workbook: save the sheet as .xlsx or .csv",
  "file.noWorkbook": "{file} is no workbook: save the sheet as .xlsx or .csv",
  "file.archive":
    "{file} is an archive without a workbook in it: unpack it, or save the sheet as .xlsx or .csv",
  "file.compression":
    "{file} is compressed in a way workbooks are not (method {method}): save it again as .xlsx",
  "file.encrypted": "{file} is protected by a password: save it without one",
  "file.damaged": "{file} is damaged: open it in a spreadsheet program and save it as .xlsx",
  "file.doctype": "{file} declares a DOCTYPE: open it in a spreadsheet program and save it as .xlsx",
  "file.xmlDepth":
    "{file} nests deeper than {most, number} elements: open it in a spreadsheet program and save it again",
  "file.xmlBroken":
    "{file} has XML that is not well-formed: open it in a spreadsheet program and save it again",
  "file.sheetMissing":
    "{file} lists a sheet it does not contain: open it in a spreadsheet program and save it again",
  "file.textMissing":
    "{file} names a shared text it does not have: open it in a spreadsheet program and save it again",
  "file.tableDepth": "{file} nests tables deeper than {most, number}: save it as .xlsx",
  "file.quotes":
    "{file}, row {row, number}: too many quotes that do not close: write a quote within a cell twice, or save the file as .xlsx",
  "file.tables": "{file} has more than {most, number} tables: split it",
  "file.recordBytes":
    "{file}, row {row, number} is longer than {most, number} bytes: mend the row and import the file again",
  "file.recordColumns":
    "{file}, row {row, number} has {columns, number} columns, more than {most, number}: mend the row and import the file again",
  "file.textChars":
    "{file} has a text of more than {most, number} characters: shorten it, or save the file as .csv",
  "file.cellChars":
    "{file} has a cell of more than {most, number} characters: shorten it, or save the file as .csv",
  "file.texts":
    "{file} has more than {megabytes, number} MB of different texts: split it, or save it as .csv",
  "file.sheetRows":
    "{file} has more than {most, number} rows: split it, or save the part with the leads as .csv",
  "file.sheetColumns":
    "{file} has a cell beyond column XFD in row {row, number}: split it, or save the part with the leads as .csv",
  "file.rowCellChars":
    "{file} has a cell of more than {most, number} characters in row {row, number}: split it, or save the part with the leads as .csv",
  "file.rowChars":
    "{file} has more than {most, number} characters in row {row, number}: split it, or save the part with the leads as .csv",
  "file.sheetCells":
    "{file} has more than {most, number} cells, empty ones between others included: split it, or save the part with the leads as .csv",
  "file.odsCells": "{file} has more than {most, number} cells: save it as .xlsx or .csv",
  "file.parts":
    "{file} has {parts, number} parts, more than {most, number}: save the sheet alone as a new file",
  "file.inflationRatio":
    "{file} unpacks to more than {most, number} times its size, as no real workbook does: save it again as .xlsx or .csv",
  "file.inflated": "{file} unpacks to more than {megabytes, number} MB: split it, or save it as .csv",
  "file.wholeFile":
    "{file} is larger than {megabytes, number} MB, which only .xlsx and .csv may be: save it as one of these",
  "file.slow": "{file} takes too long to convert: save it as .xlsx or .csv",
  "file.gone": "the uploaded file {file} is no longer there: drop it again",
  "file.upload":
    "a file may have {megabytes, number} MB here: put a longer one where uploads are dropped, or divide it",
  "file.notSent": "the file has not come, or is gone: send it again",
  "file.sentAgain": "the file was sent again meanwhile: try again",
  "form.type": "the form is not taken: it is no multipart/form-data. Drop the file again",
  "form.name": "the form is not taken: its file is called file. Drop the file again",
  "form.broken": "the form is not taken: it broke off. Drop the file again",
  "form.noFile": "the form is not taken: it has no file. Drop the file again",
  "form.twice": "the form is not taken: a field comes twice. Drop the file again",
  "form.files": "the form is not taken: it has more than one file. Drop the files one by one",
  "form.empty": "the form is not taken: its file is empty. Look whether it was saved, and drop it again",
  "form.policy": "the form is not taken: its policy is not ours. Drop the file again",
  "form.late": "the form is not taken: its time is over. Drop the file again",
  "form.fields": "the form is not taken: its fields are not those that were given. Drop the file again",
  "preview.deleted": "the preview was deleted while it was started: drop the file again",
  "choice.encoding":
    'there is no encoding called "{encoding}": use utf-8, utf-16le, windows-1252 or another WHATWG name',
  "choice.delimiter": '"{delimiter}" is no delimiter: give one character, or "tab"',
  "choice.sheet": '{file} has no sheet "{sheet}": it has {sheets}',
  "choice.target": 'there is no field "{target}": there are {targets}',
  "choice.column": 'there is no column "{column}": there are {columns}',
  "choice.codeColumn": "the file has no column of the name that is to hold the codes: choose another",
  "choice.noCodes": "no column of the file holds product codes (ASIN, UPC, EAN or ISBN): say which one does",
  "choice.noModel":
    "mode {mode} asks a language model, and none is set up: choose rules, or have a key for one set",
  "note.sheets": 'Read sheet "{sheet}"; not read: {others}. To import another, save it as a file of its own.',
  "note.noHeader": "The file has no header: its columns are called Column 1, Column 2…",
  "note.encoding.guessed":
    "The file is not UTF-8 and was read as Windows-1252. Where letters are wrong, save it as UTF-8.",
  "note.encoding.utf16": "The file was read as {encoding}, by its NUL bytes.",
  "note.encoding.mixed": "Most of the file is UTF-8; lines that are not were read as Windows-1252.",
  "note.short": {
    one: "{count, number} row has fewer cells than the header.",
    other: "{count, number} rows have fewer cells than the header.",
  },
  "note.long": {
    one: "{count, number} row has more cells than the header.",
    other: "{count, number} rows have more cells than the header.",
  },
} as const;
