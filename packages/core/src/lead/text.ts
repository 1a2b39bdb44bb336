/** Already collapsed: printable ASCII words with one space between. Spares most cells the Unicode passes. */
const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
const SPACES = /[\s\p{Z}]+/gu;
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
const LATIN_WORD = /^[\p{Script=Latin}\p{M}'’ʼ.\-‐–]+$/u;
const LOWER = /\p{Ll}/u;
const UPPER = /\p{Lu}/u;
/** Words of which each begins with a capital and goes on in small letters. */
const CAPITALISED = /^\p{Lu}\p{M}*\p{Ll}[\p{Ll}\p{M}]*(?: \p{Lu}\p{M}*\p{Ll}[\p{Ll}\p{M}]*)*$/u;
const TWO_UPPER = /\p{Lu}\P{Lu}*\p{Lu}/u;

/** Particles of names that stay lower case inside a name ("Juan de la Cruz", "Ludwig van der Rohe"). */
const LOWER_PARTICLES = new Set(
  "da das de del dela do dos du vom von van der den het ten ter te zu zum zur af av bin binti ibn bint".split(
    " ",
  ),
);
/** Articles that are lower case only after a particle: "de la Cruz", but "La Rosa", "Le Blanc". */
const ARTICLES = new Set("la las le les lo los l't 't der den het".split(" "));
/** In a mixed-case name a lower-case word of at most this many letters is a particle, known or not. */
const LONGEST_PARTICLE = 4;
const SURNAME_CONJUNCTIONS = new Set(["y", "e", "i"]);

/**
 * Surnames in Mac- whose second part takes a capital. Mac- alone is no sign (Machado, Macías, Mack), Mc- is.
 */
const MAC_NAMES = new Set(
  (
    "alister allister arthur askill aulay bean beth bride callum cormack cormick crae diarmid donald donnell dougal dougall duff " +
    "eachern ewan farland farlane fie gillivray gowan grath gregor guire innes intosh intyre iver ivor kay kenna kenzie " +
    "kinlay kinley kinnon kintosh lachlan laine laren laughlin lean leish lellan lennan leod mahon manus master millan " +
    "murray nab namara naughton neal neil neill neish nish phail phee pherson quarrie queen rae sween taggart tavish " +
    "vicar vey vitie william williams"
  ).split(" "),
);

/**
 * Tidies the text of a cell: well-formed, NFC, line breaks and every other white space as one space, no control or
 * format characters (zero-width spaces, bidi marks), trimmed.
 */
export function collapseSpace(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .normalize("NFC")
    .replace(SPACES, " ")
    .replace(INVISIBLE, "")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** True when the text has at least two capitals and no lower-case letter. */
export function isShouting(text: string): boolean {
  return !LOWER.test(text) && TWO_UPPER.test(text);
}

/** Lower case without the second code point that `İ` would leave. */
function lower(text: string): string {
  return text.replaceAll("İ", "i").toLowerCase();
}

function capital(word: string): string {
  const [head = ""] = word;
  const upper = head.toUpperCase();
  // Letters without a capital of their own ("ß") stay.
  return upper.length === head.length ? upper + word.slice(head.length) : word;
}

/** The casing of one name between hyphens: `MCDONALD` McDonald, `O'BRIEN` O'Brien, `NU'MAN` Nu'man. */
function caseSimpleName(word: string): string {
  const low = lower(word);
  const mark = low.search(/['’ʼ]/);
  if (mark > 0 && mark < low.length - 1) {
    const head = low.slice(0, mark);
    const takesCapital = head.length === 1 || /^(?:dell|dall|dall|sant|nell)$/.test(head);
    const tail = low.slice(mark + 1);
    return (
      capital(head) + word.charAt(mark) + (takesCapital && tail.length > 1 ? caseSimpleName(tail) : tail)
    );
  }
  if (/^mc\p{L}{3}/u.test(low)) return `Mc${capital(low.slice(2))}`;
  if (low.startsWith("mac") && MAC_NAMES.has(low.slice(3))) return `Mac${capital(low.slice(3))}`;
  return word.startsWith("İ") ? `İ${low.slice(1)}` : capital(low);
}

/** Proper case of one word of a name, whatever its case was; initials with points stay capitals ("J.R."). */
function caseWord(word: string): string {
  if (word.includes(".") && /^(?:\p{L}\.)+\p{L}?$/u.test(word)) return word.toUpperCase();
  return word
    .split(/([-‐–])/)
    .map(caseSimpleName)
    .join("");
}

function isParticle(words: readonly string[], index: number, last: boolean): boolean {
  const word = lower(words[index] ?? "");
  if (index === words.length - 1) return false;
  const before = index > 0 ? lower(words[index - 1] ?? "") : "";
  if (ARTICLES.has(word)) return LOWER_PARTICLES.has(before);
  if (SURNAME_CONJUNCTIONS.has(word)) return index > 0 && (last || word === "y");
  return LOWER_PARTICLES.has(word) && (index > 0 || last);
}

/**
 * Proper case for the words of a name that are all capitals or all lower case; mixed words are left as they are, and so is
 * every word that is not Latin script.
 *
 * @param input.text - a collapsed name, or one part of it
 * @param input.part - a first name begins with a capital, a last name may begin with a particle
 * @param input.whole - the name that `text` is part of. Capitals of two letters are initials unless it is all capitals ("JB Hunt"),
 *   and short words in lower case are meant so where others are not ("Ahmad ben Husain").
 */
export function caseName(input: { text: string; part: "first" | "last" | "whole"; whole: string }): string {
  if (CAPITALISED.test(input.text)) return input.text;
  const words = input.text.split(" ");
  const shouting = isShouting(input.whole);
  const mixed = LOWER.test(input.whole) && UPPER.test(input.whole);
  return words
    .map((word, index) => {
      if (!LATIN_WORD.test(word)) return word;
      const isLower = !UPPER.test(word);
      const isUpper = !isLower && !LOWER.test(word);
      if (!isLower && !isUpper) return word;
      if (isUpper && !shouting && word.replace(/[^\p{L}]/gu, "").length < 3) return word;
      if (isParticle(words, index, input.part === "last")) return lower(word);
      const inside = index < words.length - 1 && (index > 0 || input.part === "last");
      if (isLower && mixed && inside && word.length <= LONGEST_PARTICLE) return word;
      return caseWord(word);
    })
    .join(" ");
}

/**
 * Proper case of a person's name written in capitals or in lower case; mixed-case words are left as they are.
 *
 * @example
 * properCase("JUAN DE LA CRUZ MCDONALD"); // "Juan de la Cruz McDonald"
 */
export function properCase(text: string): string {
  const tidy = collapseSpace(text);
  const whole = caseName({ text: tidy, part: "whole", whole: tidy });
  // "j DOE" is not shouting, "J DOE" is.
  return isShouting(whole) ? caseName({ text: whole, part: "whole", whole }) : whole;
}

const QUOTED = /^["'“”„«»‘’`]+([^"“”„«»]*?)["'“”„«»‘’`]+$/;
/** Joining words inside companies and job titles, in six languages. */
const SMALL_WORDS = new Set(
  "a al and at by da das de del der des di die do dos du e en et for für im in la las le les los of on the to und y zu".split(
    " ",
  ),
);
/** Legal forms as they are written; only their case is changed, the points are the uploader's. */
const LEGAL_FORMS = new Map(
  "AB AG BV Cia Co Corp CV EIRL EURL GmbH Inc KG Limited LLC LLP Ltd Ltda ME NV OHG OOO Oy PLC Pty SA SARL SAS SCA SL SLU SpA Sp SRL UG"
    .split(" ")
    .map((form) => [form.toLowerCase(), form]),
);
/** Words of at most this many letters in a shouted company are taken for acronyms: IBM, BBVA, IKEA. */
const ACRONYM_LENGTH = 4;

function legalForm(word: string): string | undefined {
  const bare = word.replace(/[.,()]/g, "");
  const form = LEGAL_FORMS.get(bare.toLowerCase());
  if (form === undefined) return undefined;
  let at = 0;
  return [...word].map((char) => (/[.,()]/.test(char) ? char : (form[at++] ?? char))).join("");
}

/**
 * A company in the uploader's words: tidied, quotes around it dropped, a shouted name of real words in proper case (acronyms
 * stay), the case of a legal form at its end as it is usually written.
 *
 * @example
 * cleanCompany('"COMERCIALIZADORA BBVA DEL NORTE LTDA."'); // "Comercializadora BBVA del Norte Ltda."
 */
export function cleanCompany(text: string): string {
  let company = collapseSpace(text);
  for (let inner = QUOTED.exec(company)?.[1]; inner !== undefined; inner = QUOTED.exec(company)?.[1]) {
    company = collapseSpace(inner);
  }
  const words = company.split(" ");
  // Without one long word a shouted company may well be acronyms only.
  const shouted = isShouting(company) && words.some((word) => /\p{L}{6}/u.test(word));
  return words
    .map((word, index) => {
      if (index > 0 && index >= words.length - 2 && (!LOWER.test(word) || !UPPER.test(word))) {
        const form = legalForm(word);
        if (form !== undefined) return form;
      }
      if (!shouted || !LATIN_WORD.test(word)) return word;
      if (SMALL_WORDS.has(lower(word))) return index > 0 ? lower(word) : caseWord(word);
      return word.includes(".") || word.length <= ACRONYM_LENGTH ? word : caseWord(word);
    })
    .join(" ");
}

const TITLE_ACRONYMS = new Set(
  (
    "AI API BI CAO CCO CDO CEO CFO CHRO CIO CISO CMO COO CPA CPO CRM CRO CSO CTO CX DBA DPO EMEA ERP EVP GM HR HSE II III IV IT " +
    "KAM LATAM MD ML PA PM PMO PO PR QA RH RRHH SAP SDR SEO SQL SVP TI UI UX VIP VP"
  ).split(" "),
);

/**
 * A job title: tidied; proper case where it was all capitals or all lower case, acronyms in capitals.
 *
 * @example
 * cleanTitle("DIRECTOR DE TI"); // "Director de TI"
 */
export function cleanTitle(text: string): string {
  const title = collapseSpace(text);
  if (LOWER.test(title) && UPPER.test(title)) return title;
  return title
    .split(" ")
    .map((word, index) =>
      word
        .split(/([\p{P}\p{S}])/u)
        .map((part) => {
          if (!/^[\p{Script=Latin}\p{M}]+$/u.test(part)) return part;
          if (TITLE_ACRONYMS.has(part.toUpperCase())) return part.toUpperCase();
          return index > 0 && SMALL_WORDS.has(lower(part)) ? lower(part) : capital(lower(part));
        })
        .join(""),
    )
    .join(" ");
}
