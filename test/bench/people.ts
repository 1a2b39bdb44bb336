/** Rows of invented leads, the same each time: several languages, quoted commas, quotes in quotes, line breaks. */

export const HEADER = [
  "First Name",
  "Last Name",
  "E-mail",
  "Phone",
  "Company",
  "Job Title",
  "Country",
  "Source",
  "Remarks",
];

const GIVEN = [
  ..."José,María,Zoë,Łukasz,Anna,John,Sofía,Nguyễn,Björn,Chloé,Omar,Ivan,Carlos,Łucja,Renée,Peter".split(","),
  "Mary Ann",
  "Jean-Luc",
  "李",
];
const FAMILY = [
  ..."García,Muñoz,Rodríguez,Smith,Müller,Kowalski,O'Brien,Núñez,MacDonald,Çelik,Østergaard".split(","),
  "van der Berg",
  "de la Cruz",
];
const COMPANIES = [
  "Acme, Inc.",
  "Globex S.A.S.",
  'Initech "Global"',
  "Café del Mar, Ltda",
  "Soylent GmbH",
  "Hooli",
  "Wayne Enterprises, LLC",
  "Industrias Peña & Hijos",
];
const TITLES = [
  "CEO",
  "VP, Sales",
  "Marketing Manager",
  "Ingeniero de Software",
  "Chef de projet",
  "Purchasing, EMEA",
];
const COUNTRIES = ["CO", "MX"];
const SOURCES = ["web", "feria 2024", "referral"];
const NOTE = "Wants the premium plan, ask in Q3";

/** Cells that have few different values: a workbook's shared strings hold each once. */
export const COMMON = [...GIVEN, ...FAMILY, ...COMPANIES, ...TITLES, ...COUNTRIES, ...SOURCES, NOTE];

/** One row in so many repeats the address of an earlier one. */
const REPEAT_EVERY = 33;

/**
 * The rows of a file, in the columns of {@link HEADER}; one in 33 is a second row of the same lead.
 *
 * @param rows - how many
 */
export function* people(rows: number): Generator<string[]> {
  const random = generator();
  const pick = (values: readonly string[]) => values[Math.floor(random() * values.length)] ?? "";
  for (let row = 0; row < rows; row++) {
    const person = row % REPEAT_EVERY === 0 && row > 0 ? row - 1 - Math.floor(random() * 30) : row;
    const { number, country } = phone(random);
    yield [
      pick(GIVEN),
      pick(FAMILY),
      `user${person}@co-${person % 977}.example.com`,
      number,
      pick(COMPANIES),
      pick(TITLES),
      country,
      pick(SOURCES),
      remarks(row),
    ];
  }
}

/** Of ten numbers seven are mobiles of Colombia, two of them written without the country code, two of Mexico, and one is none; the country is the number's. */
function phone(random: () => number): { number: string; country: string } {
  const kind = Math.floor(random() * 10);
  const digits = (count: number) => String(Math.floor(random() * 10 ** count)).padStart(count, "0");
  if (kind < 5) return { number: `+57 31${digits(8)}`, country: "CO" };
  if (kind < 7) return { number: `31${digits(1)} ${digits(3)} ${digits(4)}`, country: "CO" };
  if (kind < 9)
    return { number: `+52 55 ${2 + Math.floor(random() * 7)}${digits(3)} ${digits(4)}`, country: "MX" };
  return { number: `+57 39${digits(8)}`, country: "CO" };
}

function remarks(row: number): string {
  if (row % 7 === 0) return `Called on 2024-0${1 + (row % 9)}-1${row % 9}, said "call back later"\nline two`;
  return row % 3 === 0 ? "" : NOTE;
}

/** A linear congruential generator (Numerical Recipes): numbers from 0 to below 1, the same from every start. */
function generator(): () => number {
  let state = 12_345;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
