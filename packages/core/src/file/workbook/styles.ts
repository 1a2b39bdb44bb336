import type { Limits } from "../limits.ts";
import { BUILT_IN_FORMATS, type NumberText, numberText } from "./number-text.ts";
import { scanSmallPart } from "./workbook-parts.ts";
import type { ZipPart } from "./zip.ts";

/** How the numbers of a cell read, by the cell's style number. */
export type Styles = (style: number) => NumberText;

const GENERAL = 0;

/** A workbook without styles shows every number plainly. */
export function noStyles(): NumberText {
  return numberText({ format: "General", date1904: false });
}

/**
 * Reads which number format each cell style has.
 */
export async function loadStyles({
  part,
  file,
  limits,
  date1904,
}: {
  part: ZipPart;
  file: string;
  limits: Limits;
  date1904: boolean;
}): Promise<Styles> {
  const custom = new Map<number, string>();
  const formatOfStyle: number[] = [];
  let inCellFormats = false;
  await scanSmallPart({
    part,
    file,
    limits,
    open(name, attributes) {
      if (name === "numFmt") custom.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
      else if (name === "cellXfs") inCellFormats = true;
      else if (name === "xf" && inCellFormats) formatOfStyle.push(Number(attributes.numFmtId ?? GENERAL));
    },
    close(name) {
      if (name === "cellXfs") inCellFormats = false;
    },
  });
  const texts = new Map<number, NumberText>();
  return (style) => {
    const id = formatOfStyle[style] ?? GENERAL;
    let text = texts.get(id);
    if (text === undefined) {
      text = numberText({ format: custom.get(id) ?? BUILT_IN_FORMATS[id] ?? "General", date1904 });
      texts.set(id, text);
    }
    return text;
  };
}
