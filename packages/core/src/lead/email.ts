import { domainToASCII, domainToUnicode } from "node:url";
import { isAscii } from "./ascii.ts";
import { isPlaceholder } from "./placeholder.ts";

/** RFC 5321 4.5.3.1 and its erratum 1690: octets of a local part, and of a whole address. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;
/** An address with what may stand around it; longer texts would only cost time. */
const MAX_WORD = 400;

/** RFC 5322 atext joined by single dots; beyond ASCII, of what RFC 6531 allows, letters, marks and digits. */
const LOCAL_PART = /^[\p{L}\p{M}\p{N}_!#$%&'*+/=?^`{|}~-]+(?:\.[\p{L}\p{M}\p{N}_!#$%&'*+/=?^`{|}~-]+)*$/u;

const DOMAIN_CHARACTERS = /^[\p{L}\p{M}\p{N}.-]+$/u;

/** RFC 5890 2.3.1: letters, digits and hyphens within; two hyphens in the third and fourth place are kept for `xn--`. */
const LABEL = /^(?!(?!xn)..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** No top level is one character or begins with a digit. */
const TOP_LEVEL = /^[a-z][a-z0-9-]*[a-z0-9]$/;

/** What stands between the words of a cell. A slash may be part of an address, but between two it divides. */
const BETWEEN_WORDS = /[\s,;|<>()[\]"/\\]+/u;

/** Marks that a sentence or a label leaves around an address. */
const AROUND_WORD = /^(?:.*:)?['‘“„«]*|(?:\?subject=.*)?['’”».:!?]*$/giu;

/** An address broken by a space: "j@example.co m", "jane . doe@example.com". What is left is someone else's address. */
const BROKEN = /^\S+@\S+\s\p{L}{1,2}$|(?:^|\s)\.\s+\S+@/u;

/**
 * The form in which an e-mail is stored and compared: NFKC, without format characters, trimmed, without `mailto:` and
 * angle brackets, lower case. "+tags" and dots stay. A placeholder ("n/a", "sin correo") gives "".
 *
 * Says nothing about validity: see {@link isEmail}.
 *
 * @example
 * normaliseEmail(" <Jane.Doe@Example.COM> "); // "jane.doe@example.com"
 */
export function normaliseEmail(text: string): string {
  const shown = visible(text).trim();
  const bare = (shown.startsWith("<") && shown.endsWith(">") ? shown.slice(1, -1).trim() : shown).replace(
    /^mailto:\s*/iu,
    "",
  );
  // Lower case can leave NFKC: "İ" becomes two code points.
  const email = isAscii(bare) ? bare.toLowerCase() : bare.toLowerCase().normalize("NFKC");
  return isPlaceholder(email) ? "" : email;
}

/**
 * Whether a customer can have this address: a plain local part and a domain that can be registered. What standards
 * allow and nobody has (quoted local parts, comments, IP addresses, bare host names) is refused. Expects the form of
 * {@link normaliseEmail}.
 */
export function isEmail(email: string): boolean {
  const at = email.lastIndexOf("@");
  if (at < 1 || email.length > MAX_ADDRESS) return false;
  const local = email.slice(0, at);
  const octets = Buffer.byteLength(local);
  if (octets > MAX_LOCAL || !LOCAL_PART.test(local)) return false;
  const domain = asciiDomain(email.slice(at + 1));
  return domain !== "" && octets + 1 + domain.length <= MAX_ADDRESS;
}

/** A domain as the DNS has it, or "" where it cannot be one. */
function asciiDomain(domain: string): string {
  const plain = /^[a-z0-9.-]+$/.test(domain) && !domain.includes("xn--");
  if (!plain && !DOMAIN_CHARACTERS.test(domain)) return "";
  // Node leaves a punycode label that decodes to nothing as it is.
  if (!plain && domainToUnicode(domain).includes("xn--")) return "";
  const ascii = plain ? domain : domainToASCII(domain);
  const labels = ascii.split(".");
  const topLevel = labels.at(-1) ?? "";
  return labels.length > 1 && TOP_LEVEL.test(topLevel) && labels.every((label) => LABEL.test(label))
    ? ascii
    : "";
}

/** "⒈" would become "1." by NFKC, and another domain; IDNA (UTS 46) refuses it. */
const DIGIT_WITH_STOP = /[⒈-⒛]/u;

/** What a cell holds of e-mail addresses. */
export interface EmailsInText {
  /** Usable addresses, normalised, in order, each once. */
  emails: string[];
  /** The words that are no address: a name, a label, an address that cannot be used. */
  rest: string;
}

/**
 * The e-mail addresses of a cell: one, several ("a@x.com; b@x.com"), with a name (`Jane <j@x.com>`), with a label
 * ("j@x.com (work)"), or within a sentence. Spelt-out addresses ("j at x dot com") are not guessed.
 */
export function emailsIn(text: string): EmailsInText {
  if (!text.includes("@") && !text.includes("＠"))
    return { emails: [], rest: normaliseEmail(text) && visible(text).trim() };
  const whole = normaliseEmail(text);
  if (isEmail(whole) && !DIGIT_WITH_STOP.test(text)) return { emails: [whole], rest: "" };
  const shown = visible(text).trim();
  const words = shown.split(BETWEEN_WORDS).filter((word) => word !== "");
  if (!BETWEEN_WORDS.test(shown) || isBroken(shown)) return { emails: [], rest: whole && shown };
  const emails = new Set<string>();
  const rest: string[] = [];
  for (const word of words) {
    const mayBe = word.includes("@") && word.length <= MAX_WORD;
    const email = mayBe ? normaliseEmail(word.replace(AROUND_WORD, "")) : "";
    if (isEmail(email)) emails.add(email);
    else rest.push(word);
  }
  return { emails: [...emails], rest: rest.join(" ") };
}

function isBroken(text: string): boolean {
  return text.length <= MAX_WORD && BROKEN.test(text);
}

/** NFKC without format characters (soft hyphens, zero-width spaces, direction marks); an ideographic full stop is a dot. */
function visible(text: string): string {
  if (isAscii(text)) return text;
  return text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/。/gu, ".");
}
