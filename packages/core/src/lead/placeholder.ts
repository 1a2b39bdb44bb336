import { isAscii } from "./ascii.ts";
import { remembering } from "./remember.ts";

/** A cell longer than this says something. */
const MAX_LENGTH = 60;

/** What cells say instead of nothing, folded: lower case, no accents, every other character a space. */
const PHRASES = new Set(
  [
    // spreadsheets and programs
    "null, none, nil, nan, na, n a, undefined, void, empty, blank, missing, not set, no value, no data, dummy",
    // English
    "unknown, unk, unspecified, not available, not applicable, does not apply, not provided, not given, not specified, not known, not supplied",
    "not disclosed, undisclosed, withheld, none given, none provided, none available, none listed, no info, no information",
    "tbd, tba, tbc, to be confirmed, to be determined, does not have, doesn t have, has none, not on file, no name given, anonymous",
    // Spanish
    "no tiene, no aplica, no disponible, no informa, no informado, no informada, no registra, no registrado, no reporta, no hay",
    "no especifica, no especificado, no sabe, no sabe no responde, ns nc, ns nr, n d, s d, s n, s i, s c, desconocido",
    "desconocida, ninguno, ninguna, ningun, nada, vacio, vacia, sin dato, sin datos, sin informacion, sin info, sin especificar",
    "sin registro, sin definir, por definir, por confirmar, no posee, no dio, no suministra, no suministrado, no proporcionado",
    "no proporciona, no dispone, no indica, no indicado, no consta, anonimo",
    // Portuguese
    "nao informado, nao informada, nao informou, nao tem, nao possui, nao disponivel, nao se aplica, nao aplicavel, nao consta",
    "nao ha, nao cadastrado, nao especificado, nao definido, nao sabe, desconhecido, desconhecida, nenhum, nenhuma, vazio, vazia",
    "indefinido, a definir, n i, n c, sem dados, sem informacao, sem info",
    // French
    "neant, aucun, aucune, inconnu, inconnue, non renseigne, non renseignee, non communique, non communiquee, non disponible",
    "non precise, non precisee, non applicable, non defini, non definie, non specifie, non fourni, non connu, sans objet, s o, n r",
    "n c, indefini, vide, rien, a completer, a renseigner, pas de, pas renseigne, pas communique",
    // German
    "k a, keine, kein, keiner, keine angabe, keine angaben, keine info, unbekannt, nicht angegeben, nicht vorhanden",
    "nicht bekannt, nicht verfugbar, nicht zutreffend, nicht definiert, entfallt, leer, n v, n b, ohne, ohne angabe, o a, fehlt",
    // Italian
    "nessuno, nessuna, nessun, sconosciuto, sconosciuta, non disponibile, non fornito, non fornita, non indicato, non indicata",
    "non specificato, non specificata, non pervenuto, non presente, non noto, non nota, non applicabile, non definito, n p",
    "assente, vuoto, mancante, ignoto, non rilevato, senza dati",
  ].flatMap((line) => line.split(", ")),
);

/** "sin correo", "no e-mail", "keine Telefonnummer": a word of absence and what is absent. */
const ABSENCE =
  "no|no has|has no|without|sin|no tiene|no posee|no hay|no dispone de|ningun|sem|nao tem|nao possui|nenhum|nenhuma|sans|" +
  "pas d|pas de|n a pas d|n a pas de|aucun|aucune|ohne|kein|keine|keinen|hat keine|hat kein|senza|nessun|nessuna|non ha|" +
  "unknown|desconocido|desconhecido|inconnu|unbekannt|unbekannte|sconosciuto";
const ABSENT = new RegExp(
  `^(?:${ABSENCE}) ` +
    "(?:una |un |uma |um |une |eine |el |o )?" +
    "(?:correo|correo electronico|correo e|e mail|email|mail|mails|courriel|adresse|adresse mail|adresse email|adresse e mail|direccion|" +
    "endereco|indirizzo|address|telefono|telefone|telephone|telefon|telefonnummer|phone|phone number|tel|cel|celular|movil|mobile|" +
    "handy|cellulare|fijo|fixe|numero|numero de telefono|number|nummer|nombre|apellido|apellidos|nome|sobrenome|apelido|cognome|" +
    "nom|prenom|name|names|first name|last name|surname|vorname|nachname|empresa|compania|company|entreprise|societe|firma|azienda|" +
    "cargo|titulo|title|titel|titre|titolo|contacto|contato|contact|kontakt|contatto|comentarios|observaciones|observacoes|" +
    "remarks|comments|notes|notas|note)$",
);

/** Words that a placeholder can begin with, folded: most cells begin with another. */
const FIRST_WORDS = new Set([...PHRASES, ...ABSENCE.split("|")].map((phrase) => phrase.split(" ")[0]));
const CROSSES = /^x{2,}$/;

/** Real names that are written like this; in any other case (na, NADA, NaN) they are placeholders. */
const NAMES_TOO = new Set(["Na", "Nada", "Nil", "Nan"]);

/** Error values of spreadsheets in any language: #N/A, #REF!, #¡VALOR!, #¿NOMBRE?, #NV, #N/D. */
const SPREADSHEET_ERROR = /^#(?:[¡¿]?[\p{Lu}/0]+[!?]|N\/[AD]|NV|NUM!|N\/DISP)$/u;

function fold(text: string): string {
  if (isAscii(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim();
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Whether the first word of a text, without the rest of it, could begin a placeholder. */
function mayBegin(text: string): boolean {
  const end = text.search(/\s/);
  const [first = ""] = fold(end < 0 ? text : text.slice(0, end)).split(" ", 1);
  return first === "" || FIRST_WORDS.has(first) || CROSSES.test(first);
}

/**
 * True when a cell says that there is no value: empty, signs only (`-`, `???`), an error value of a spreadsheet (`#N/A`) or "nothing" in
 * words of six languages (`n/a`, `null`, "sin correo", "não informado", "k. A.", "néant", "nessuno").
 *
 * "Null" and "None" count as placeholders though they are surnames somewhere; "Na", "Nil", "Nada" and "Nan" written as names
 * do not. "Test" is a value: who tries an import with it wants to see it arrive.
 */
export function isPlaceholder(text: string): boolean {
  if (text.length > MAX_LENGTH) return text.trim() === "";
  const trimmed = text.trim();
  if (!/[a-z0-9]/i.test(trimmed) && !/[\p{L}\p{N}]/u.test(trimmed)) return true;
  // Most cells: an address, or a number.
  if (trimmed.includes("@") || /^\+?\d/.test(trimmed)) return false;
  return saysNothing(trimmed);
}

/** Enough for the cells of many rows. */
const MAX_REMEMBERED = 5_000;

const saysNothing = remembering({ read: isNothing, limit: MAX_REMEMBERED });

function isNothing(trimmed: string): boolean {
  if (SPREADSHEET_ERROR.test(trimmed)) return true;
  if (NAMES_TOO.has(trimmed) || !mayBegin(trimmed)) return false;
  const folded = fold(trimmed);
  // "K.A." and "S. D." are initials; "k.A.", "s/d" and "N.A." are not.
  if (/^[a-z] [a-z]$/.test(folded) && folded !== "n a") {
    if (!trimmed.includes("/") && !/^\p{Ll}/u.test(trimmed)) return false;
  }
  return PHRASES.has(folded) || CROSSES.test(folded) || ABSENT.test(folded);
}
