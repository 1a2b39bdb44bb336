import { Parser } from "htmlparser2";
import { collapseSpace } from "../lead/text.ts";

/** Elements that shops put into titles and descriptions. Any other `<` is a sign: "Size <M", "5 < 6 mm". */
const TAG =
  /<\/?(?:a|b|big|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|s|small|span|strike|strong|sub|sup|table|tbody|td|th|tr|u|ul|wbr)(?:\s[^<>]*)?\/?>/gi;

/** A text of Amazon's as plain text on one line: no tags, no character references, no invisible characters. */
export function plainText(html: string): string {
  const text = html.replace(TAG, " ");
  if (!text.includes("&")) return collapseSpace(text);
  let plain = "";
  const parser = new Parser({ ontext: (part) => (plain += part) }, { decodeEntities: true });
  parser.end(text.replaceAll("<", "&lt;"));
  return collapseSpace(plain);
}
