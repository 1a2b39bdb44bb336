/**
 * What the name of a whole column can say. A vocabulary lists, for each, how a language says it; all the words of a header
 * must be there.
 */
export const COLUMN_TERMS = [
  "firstName",
  "middleName",
  "lastName",
  /** The second of two surnames in columns of their own. */
  "secondLastName",
  "fullName",
  /** A person's name, or only the given or the family name: the other columns tell. */
  "name",
  "honorific",
  "nameSuffix",
  /** A job title or "Mr": the other columns tell. */
  "titleOrHonorific",
  "title",
  "profession",
  "company",
  "organisation",
  "account",
  "country",
  "remarks",
  "description",
  /** Columns that leads often have and that are none of its fields. */
  "unrelated",
] as const;

export type ColumnTerm = (typeof COLUMN_TERMS)[number];

/** What a word within a header can say. */
export const WORD_TERMS = [
  "email",
  "phone",
  "mobile",
  "messenger",
  /** Numbers nobody answers: fax, pager, telex. */
  "fax",
  "work",
  "home",
  "main",
  "secondary",
  /** The column tells about an address or number and does not hold it: its type, its status. */
  "about",
  /** Somebody who is not the lead: an owner, an assistant. */
  "otherPerson",
  /** The lead itself: "Customer name" is its name. */
  "person",
  /** Changes nothing: "of the". */
  "glue",
  /** Changes nothing beside an e-mail or phone: "address", "number". */
  "detail",
] as const;

export type WordTerm = (typeof WORD_TERMS)[number];

/** How a language says the terms: phrases separated by commas, punctuation written as a space. */
export type Vocabulary = Partial<Record<ColumnTerm | WordTerm, string>>;
