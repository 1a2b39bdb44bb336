import * as z from "zod";

/** Stored as it is read back: one Unicode form, and nothing that is not text. */
const text = (max: number) =>
  z
    .string()
    .overwrite((value) => value.toWellFormed().normalize("NFC").trim())
    .max(max);

/** Text of one line. */
const line = (max: number) => text(max).regex(/^\P{Cc}*$/u, "no control characters");

/** RFC 5321, section 4.5.3.1.3: a path of 256 characters with its angle brackets. */
const EMAIL_LENGTH = 254;

const customerFields = {
  firstName: line(100),
  lastName: line(100),
  email: z.union([z.literal(""), line(EMAIL_LENGTH).pipe(z.email())]),
  /** As people write it; kept so. */
  phone: line(32).regex(
    /^$|^\(?\+? ?\(?\d[\d().\p{Zs}\p{Pd}]*$/u,
    "digits, with a + before them and spaces, dots, dashes or brackets among them",
  ),
  notes: text(2_000),
};

/** What a new customer needs: a first name; the rest may be empty. */
export const NewCustomer = z.strictObject({
  firstName: customerFields.firstName.min(1),
  lastName: customerFields.lastName.default(""),
  email: customerFields.email.default(""),
  phone: customerFields.phone.default(""),
  notes: customerFields.notes.default(""),
});
export type NewCustomer = z.infer<typeof NewCustomer>;

/** What changes of a customer: the fields that are named; the others stay as they are. */
export const CustomerChange = z.strictObject({
  firstName: customerFields.firstName.min(1).optional(),
  lastName: customerFields.lastName.optional(),
  email: customerFields.email.optional(),
  phone: customerFields.phone.optional(),
  notes: customerFields.notes.optional(),
});
export type CustomerChange = z.infer<typeof CustomerChange>;

const petFields = {
  name: line(100).min(1),
  species: line(50),
  breed: line(100),
  birthDate: z.iso.date().nullable(),
};

/** What a new pet needs: a name. */
export const NewPet = z.strictObject({
  name: petFields.name,
  species: petFields.species.default(""),
  breed: petFields.breed.default(""),
  birthDate: petFields.birthDate.default(null),
});
export type NewPet = z.infer<typeof NewPet>;

/** What changes of a pet: the fields that are named; the others stay as they are. */
export const PetChange = z.strictObject({
  name: petFields.name.optional(),
  species: petFields.species.optional(),
  breed: petFields.breed.optional(),
  birthDate: petFields.birthDate.optional(),
});
export type PetChange = z.infer<typeof PetChange>;
