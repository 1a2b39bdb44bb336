/**
 * What the column `phone_digits` holds of a phone: its digits, however they are grouped. A + is 00, for it tells numbers apart: +32 2 555 1234
 * is Belgian, and 322 555 1234 a mobile in Colombia.
 *
 * @example
 * phoneDigits("+57 (300) 123-4567"); // "00573001234567"
 * phoneDigits("300 123 4567"); // "3001234567"
 */
export function phoneDigits(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  return /^\D*\+\D*\d/.test(phone) ? `00${digits}` : digits;
}
