import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import type { Limits } from "../limits.ts";
import type { SourceRow } from "../table.ts";
import { booleanText, dateText, numericText, stringText } from "./cell-text.ts";
import { cellReference } from "./reference.ts";
import { rowBuilder } from "./row-builder.ts";
import type { SharedStrings } from "./shared-strings.ts";
import type { Styles } from "./styles.ts";
import { type XmlHandlers, xmlScanner } from "./xml.ts";
import type { ZipPart } from "./zip.ts";

/** What the rows of a sheet are read with. */
export interface SheetInput {
  part: ZipPart;
  /** The file's name, for messages. */
  file: string;
  limits: Limits;
  strings: SharedStrings;
  styles: Styles;
  /** Texts for cells that are empty, by their reference in upper case: the addresses they link to. */
  links: ReadonlyMap<string, string>;
}

/**
 * The rows of a worksheet part as they are read; rows without any text are left out.
 *
 * @throws LeadFile.Malformed, LeadFile.TooLarge
 */
export async function* sheetRows(input: SheetInput): AsyncGenerator<SourceRow> {
  const { part, file, limits } = input;
  const ready: SourceRow[] = [];
  const scanner = xmlScanner({ file, limits, handlers: sheetHandlers({ ...input, ready }) });
  for await (const piece of part.read()) {
    scanner.write(piece);
    yield* ready.splice(0);
  }
  scanner.end();
  yield* ready;
}

function tooLong({ file, limits }: { file: string; limits: Limits }): MillraceError {
  return new MillraceError("LeadFile.TooLarge", say("file.cellChars", { file, most: limits.recordChars }));
}

/** Where a cell's text stands: in its value, or in an inline string. */
type Collecting = "nothing" | "value" | "inline";

function sheetHandlers({
  file,
  limits,
  strings,
  styles,
  links,
  ready,
}: SheetInput & { ready: SourceRow[] }): XmlHandlers {
  const rows = rowBuilder({ file, limits });
  let inSheetData = false;
  let collecting: Collecting = "nothing";
  let phonetic = false;
  let preserve = false;
  let value = "";
  let inline = "";
  let run = "";
  let reference = "";
  let type = "";
  let style = 0;

  const sharedText = () => {
    const text = strings.at(Number(value));
    if (text === undefined) {
      throw new MillraceError("LeadFile.Malformed", say("file.textMissing", { file }));
    }
    return text;
  };
  const cellText = () => {
    if (type === "inlineStr") return inline === "" ? value : inline;
    if (value === "") return inline;
    if (type === "s") return sharedText();
    if (type === "b") return booleanText(value);
    if (type === "str") return stringText({ text: value, preserve: true });
    if (type === "d") return dateText({ written: value, numberText: styles(style) });
    if (type === "e") return value;
    return numericText({ written: value, numberText: styles(style) });
  };

  return {
    open(name, attributes) {
      if (name === "c") {
        reference = attributes.r ?? "";
        type = attributes.t ?? "";
        style = Number(attributes.s ?? 0);
        value = "";
        inline = "";
        rows.nextCell(cellReference(reference));
      } else if (name === "v") collecting = "value";
      else if (name === "row" && inSheetData) rows.start(Number(attributes.r));
      else if (name === "t" && !phonetic) {
        collecting = "inline";
        run = "";
        preserve = attributes["xml:space"] === "preserve";
      } else if (name === "rPh") phonetic = true;
      else if (name === "sheetData") inSheetData = true;
    },
    text(text) {
      if (collecting === "value") value += text;
      else if (collecting === "inline") run += text;
      // Comments and CDATA can cut one text into any number of pieces.
      if (value.length + inline.length + run.length > limits.recordChars) throw tooLong({ file, limits });
    },
    close(name) {
      if (name === "v") collecting = "nothing";
      else if (name === "c" && inSheetData) {
        rows.put(cellText() || (links.size > 0 ? (links.get(reference.toUpperCase()) ?? "") : ""));
      } else if (name === "row" && inSheetData) {
        const row = rows.finish();
        if (row !== undefined) ready.push(row);
      } else if (name === "t" && collecting === "inline") {
        collecting = "nothing";
        inline += stringText({ text: run, preserve });
      } else if (name === "rPh") phonetic = false;
      else if (name === "sheetData") inSheetData = false;
    },
  };
}
