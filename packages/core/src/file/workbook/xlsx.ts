import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import type { Limits } from "../limits.ts";
import type { ByteSource, SourceRow, Workbook } from "../table.ts";
import { openLegacyWorkbook } from "./legacy.ts";
import { mailtoLinks } from "./links.ts";
import { loadSharedStrings, NO_STRINGS, type SharedStrings } from "./shared-strings.ts";
import { sheetRows } from "./sheet-rows.ts";
import { loadStyles, noStyles, type Styles } from "./styles.ts";
import { type Relationship, readWorkbookPart, relationships } from "./workbook-parts.ts";
import { openZip, type ZipParts } from "./zip.ts";

interface Package {
  file: string;
  parts: ZipParts;
  limits: Limits;
}

/**
 * Opens a workbook that is a ZIP archive: `.xlsx` and its kin as a stream, `.xlsb` and `.ods`, which are archives too, through
 * {@link openLegacyWorkbook}.
 *
 * Opening reads the list of sheets and the styles. The first call of any sheet's `rows()` loads the shared strings; then each row is read
 * as it is asked for, and leaving the loop early closes the source's stream.
 *
 * @param source - read at random places, so it works over ranged requests to a remote object
 * @throws LeadFile.Malformed, LeadFile.TooLarge, LeadFile.Encrypted, and LeadFile.Unsupported for archives that hold no workbook.
 *   `rows()` throws the first two as well.
 * @example
 * const { sheets } = await openXlsx({ source: await fileSource("leads.xlsx"), limits: DEFAULT_LIMITS });
 * for await (const { row, cells } of sheets[0].rows()) console.log(row, cells);
 */
export async function openXlsx({
  source,
  limits,
}: {
  source: ByteSource;
  limits: Limits;
}): Promise<Workbook> {
  const file = source.name;
  const parts = await openZip({ source, limits });
  if (parts.has("content.xml")) return openLegacyWorkbook({ source, limits, format: "ods" });
  const main = await mainPart({ file, parts, limits });
  if (main.endsWith(".bin")) return openLegacyWorkbook({ source, limits, format: "xlsb" });
  const part = parts.get(main);
  if (part === undefined || !/(^|\/)workbook\d*\.xml$/.test(main)) throw noWorkbook(file);

  const { date1904, sheets } = await readWorkbookPart({ part, file, limits });
  const links = await relationships({ of: part.name, file, parts, limits });
  const target = (kind: string) => parts.get(links.values().find((link) => link.kind === kind)?.target ?? "");
  const stylesPart = target("styles");
  const styles: Styles =
    stylesPart === undefined ? noStyles : await loadStyles({ part: stylesPart, file, limits, date1904 });
  const stringsPart = target("sharedStrings");
  let loading: Promise<SharedStrings> | undefined;
  const strings = () => {
    loading ??=
      stringsPart === undefined
        ? Promise.resolve(NO_STRINGS)
        : loadSharedStrings({ part: stringsPart, file, limits });
    return loading;
  };
  return {
    format: "xlsx",
    sheets: sheets.map(({ name, hidden, relationship }) => ({
      name,
      hidden,
      rows: () => rowsOf({ file, parts, limits, strings, styles, link: links.get(relationship) }),
    })),
    notes: [],
  };
}

async function* rowsOf({
  file,
  parts,
  limits,
  strings,
  styles,
  link,
}: Package & {
  strings: () => Promise<SharedStrings>;
  styles: Styles;
  link: Relationship | undefined;
}): AsyncGenerator<SourceRow> {
  // Charts and dialogs stand in the list of sheets, but have no cells.
  if (link !== undefined && link.kind !== "worksheet") return;
  const part = parts.get(link?.target ?? "");
  if (part === undefined) {
    throw new MillraceError("LeadFile.Malformed", say("file.sheetMissing", { file }));
  }
  const links = await mailtoLinks({ part, parts, file, limits });
  yield* sheetRows({ part, file, limits, strings: await strings(), styles, links });
}

/** The name of the part everything else hangs on, in lower case. */
async function mainPart({ file, parts, limits }: Package): Promise<string> {
  const root = await relationships({ of: "", file, parts, limits });
  const document = root.values().find((link) => link.kind === "officeDocument")?.target;
  if (document !== undefined) return document;
  return parts.has("xl/workbook.bin") ? "xl/workbook.bin" : "xl/workbook.xml";
}

function noWorkbook(file: string): MillraceError {
  return new MillraceError("LeadFile.Unsupported", say("file.archive", { file }));
}
