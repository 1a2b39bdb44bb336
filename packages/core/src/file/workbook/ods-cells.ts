import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import type { Limits } from "../limits.ts";
import { type XmlScanner, xmlScanner } from "./xml.ts";

// The library makes each repeated cell anew, at some 100 bytes.
const MAX_CELLS = 3_000_000;

/**
 * Counts the cells an OpenDocument sheet comes to when its repeated rows and columns are written out, and refuses those that no memory holds: a few
 * hundred bytes can say "a million times a thousand".
 *
 * Empty cells are not counted: every sheet ends in a repeated one, which the library leaves out.
 *
 * @throws LeadFile.TooLarge, LeadFile.Malformed
 */
export function odsCellCounter({ file, limits }: { file: string; limits: Limits }): XmlScanner {
  let cells = 0;
  let inRow = 0;
  let rowTimes = 1;
  let cellTimes = 0;
  return xmlScanner({
    file,
    limits,
    handlers: {
      open(name, attributes) {
        if (name === "table-row") {
          inRow = 0;
          rowTimes = repeated({ attributes, of: "rows" });
        } else if (name === "table-cell") cellTimes = repeated({ attributes, of: "columns" });
        // The first paragraph makes a cell one with text.
        else if (name === "p") {
          inRow += cellTimes;
          cellTimes = 0;
        }
      },
      close(name) {
        if (name !== "table-row") return;
        cells += inRow * rowTimes;
        if (cells > MAX_CELLS) {
          throw new MillraceError("LeadFile.TooLarge", say("file.odsCells", { file, most: MAX_CELLS }));
        }
      },
    },
  });
}

function repeated({
  attributes,
  of,
}: {
  attributes: Readonly<Record<string, string>>;
  of: "rows" | "columns";
}): number {
  const key = Object.keys(attributes).find((name) => name.endsWith(`:number-${of}-repeated`));
  const times = Number(key === undefined ? 1 : attributes[key]);
  return Math.max(times, 1);
}
