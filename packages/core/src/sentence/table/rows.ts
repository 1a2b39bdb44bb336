/** What is wrong with a row, a cell or a product. Their codes are those of rejected rows, of a lead's issues and of a product's reason. */
export const ROW_SENTENCES = {
  "row.unidentified": "Nothing says who it is: there is no e-mail, phone, name or company",
  "row.tooLarge":
    "The row is too large to be a lead: with the names of its columns it holds more than {kilobytes, number} KB",
  "email.invalid": "This is no e-mail address; it is kept in the remarks",
  "phone.invalid": "This is no phone number; it is kept in the remarks",
  "phone.needsArea": "This phone number has no area code; it is kept in the remarks",
  "phone.damaged": "A spreadsheet has rounded away digits of this phone number; it is kept in the remarks",
  "model.rejected": "The language model's answer was not usable: what the rules have found stands",
  "code.missing": "There is no product code in this row",
  "code.damaged":
    "A spreadsheet has rounded this code: make the column text, put the code in again, and save once more",
  "code.checkDigit": "The check digit does not fit: a digit of this code is mistyped",
  "code.invalid": "This is no ASIN, UPC, EAN or ISBN",
  "product.notFound": "Keepa does not know it",
  "product.inaccessible": "Keepa may not show it",
  "product.invalid": "Keepa takes it for no code",
  "product.empty": "Keepa knows it, and nothing of it",
  "product.tooLarge": "Keepa says more of it than can be kept",
  "tokens.wait": "It waits for Keepa's tokens",
} as const;
