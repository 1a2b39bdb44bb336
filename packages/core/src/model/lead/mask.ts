import { collapseSpace } from "../../lead/text.ts";

/** What an address's local part is made of, generously: braces, bars and slashes may stand in one (RFC 5322, atext). */
const LOCAL = String.raw`(?:"[^"]{1,64}"|[^\s<>()\[\],;:"⟦⟧@]{1,254})`;
/** The bounds here, from RFC 5321 4.5.3.1, keep the search linear. */
const DOMAIN = String.raw`[^\s<>()\[\]\{\},;:"\|\/⟦⟧@]{1,254}`;
const AT = String.raw`(?:@{1,3}|\s?[\(\[\{]\s?(?:at|arroba|aroba|chiocciola|arobase)\s?[\)\]\}]\s?)`;
/** About a sign between spaces stands an address only if a domain follows: "CEO @ Acme" is none. */
const LOOSE_AT = String.raw`(?:\s{1,2}@\s{0,2}|@\s{1,2})`;
/** `jane@acme.com`, `"jane doe"@acme.com`, `jane (at) acme.com`, `jane @ acme.com`. */
const EMAIL = String.raw`${LOCAL}(?:${AT}${DOMAIN}|${LOOSE_AT}${DOMAIN}\.[^\s<>⟦⟧@]{2,63})`;
/** Digits in a row, whatever stands between them as long as it is neither letter nor placeholder. */
const GAP = String.raw`[^\p{L}\p{N}⟦⟧@]{0,3}`;
/** Six digits is the shortest subscriber number in use; years and most postal codes are shorter. */
const PHONE = String.raw`[+\(]{0,2}\p{Nd}(?:${GAP}\p{Nd}){5,}`;
const ANY_DIGITS = String.raw`[+\(]{0,2}\p{Nd}(?:${GAP}\p{Nd})*`;

const FREE_TEXT = new RegExp(`(?<X>[⟦⟧]+)|(?<E>${EMAIL})|(?<P>${PHONE})`, "giu");
const PHONE_CELL = new RegExp(`(?<X>[⟦⟧]+)|(?<E>${EMAIL})|(?<P>${ANY_DIGITS})`, "giu");
const PRIVATE = new RegExp(`${EMAIL}|${PHONE}`, "iu");
const PLACEHOLDER = /⟦([EPX]\d+)⟧/gu;

/** What hides the e-mails and phones of one row, and puts them back. */
export interface Mask {
  /** The text in NFKC with placeholders for e-mails (`⟦E1⟧`), phones (`⟦P1⟧`) and the placeholders' own brackets (`⟦X1⟧`). */
  hide(text: string): string;
  /** The same for a cell of a column of phones: any digit is hidden. */
  hidePhoneCell(text: string): string;
  /** The same for a cell of a column of e-mails: what looks like an attempt at an address is hidden, too. */
  hideEmailCell(text: string): string;
  /** The text with its placeholders resolved, or null where one of them is not this row's or is damaged. */
  restore(text: string): string | null;
}

/** A mask for one row; equal texts get equal placeholders. */
export function createMask(): Mask {
  const placeholders = new Map<string, string>();
  const originals = new Map<string, string>();
  const counts = new Map<string, number>();

  function placeholder(kind: string, text: string): string {
    const known = placeholders.get(`${kind}${text}`);
    if (known !== undefined) return known;
    const number = (counts.get(kind) ?? 0) + 1;
    const name = `⟦${kind}${number}⟧`;
    counts.set(kind, number);
    placeholders.set(`${kind}${text}`, name);
    originals.set(name, text);
    return name;
  }

  function hideBy(pattern: RegExp, text: string): string {
    return plain(text).replace(pattern, (found, sign, email) =>
      placeholder(sign === undefined ? (email === undefined ? "P" : "E") : "X", found),
    );
  }

  return {
    hide: (text) => hideBy(FREE_TEXT, text),
    hidePhoneCell: (text) => hideBy(PHONE_CELL, text),
    hideEmailCell(text) {
      const hidden = hideBy(FREE_TEXT, text);
      const attempt = /[@._\p{Nd}]/u.test(hidden.replace(PLACEHOLDER, ""));
      return attempt ? placeholder("E", plain(text)) : hidden;
    },
    restore(text) {
      let known = true;
      const restored = text.replace(PLACEHOLDER, (name) => {
        const original = originals.get(name);
        if (original === undefined) known = false;
        return original ?? "";
      });
      return known && !/[⟦⟧]/u.test(text.replace(PLACEHOLDER, "")) ? restored : null;
    },
  };
}

/** Whether the text holds what looks like an e-mail or a phone, placeholders aside. */
export function showsContact(text: string): boolean {
  return PRIVATE.test(text.replace(PLACEHOLDER, " "));
}

/** One spelling for what looks the same: NFKC, without control and format characters, which could hide an address. */
export function plain(text: string): string {
  return collapseSpace(text.normalize("NFKC"));
}
