/** A row of an invented lead file, and what it says. */
export interface InventedLead {
  /** 1-based row of the file; the header is row 1. */
  row: number;
  given: string;
  family: string;
  email: string;
  /** As it is written in the file. */
  phone: string;
  company: string;
  /** Whether rules cannot settle its name, so that a model is asked. */
  open: boolean;
}

export const LEAD_HEADER = "Nombre,E-mail,Teléfono,Empresa,Notas";

/** One row in so many says something new of a lead that an earlier row spoke for. */
const REPEAT_EVERY = 17;
/** One row in so many identifies nobody. */
const REJECT_EVERY = 97;
/** One name in so many is written in a way rules do not take apart with certainty. */
const OPEN_EVERY = 4;

const ONSETS = ["b", "br", "d", "f", "g", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z"];
const VOWELS = ["a", "e", "i", "o", "u"];

/** A word nobody is called by, the same for the same number, and another one for another. */
function inventedWord(number: number): string {
  let [word, left] = ["", number + 7_919];
  for (let syllable = 0; syllable < 4; syllable++) {
    const onset = ONSETS[left % ONSETS.length] ?? "";
    left = Math.floor(left / ONSETS.length);
    word += onset + (VOWELS[(number + syllable * 2) % VOWELS.length] ?? "");
  }
  return `${word[0]?.toUpperCase()}${word.slice(1)}x`;
}

/**
 * A CSV file with duplicates, rejected and blank rows, and rows a model is asked about; the same for the same count.
 *
 * @param rows - data rows, rejected ones included
 */
export function leadFile(rows: number): { csv: string; leads: InventedLead[] } {
  const lines = [LEAD_HEADER];
  const leads: InventedLead[] = [];
  for (let at = 0; at < rows; at++) {
    const row = at + 2;
    if (at % REJECT_EVERY === REJECT_EVERY - 1) {
      lines.push(",,,,nobody");
      continue;
    }
    const repeated = at % REPEAT_EVERY === REPEAT_EVERY - 1 ? leads[at >> 1] : undefined;
    const [given, family] = [inventedWord(2 * at), inventedWord(2 * at + 1)];
    const open = at % OPEN_EVERY === 0;
    const lead: InventedLead = {
      ...{ row, given, family, open },
      email: repeated?.email ?? `${given}.${family}@correo${at}.example`.toLowerCase(),
      phone: `300 ${String(2_000_000 + at * 37).replace(/(\d{3})(\d{4})/, "$1 $2")}`,
      company: `${inventedWord(at + 100_000)} SAS`,
    };
    leads.push(lead);
    const name = open ? `${family} / ${given}` : `${given} ${family}`;
    lines.push(`${name},${lead.email},${lead.phone},${lead.company},"nota, ${at}"`);
  }
  return { csv: `${lines.join("\n")}\n\n`, leads };
}
