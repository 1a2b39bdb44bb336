/** What a spreadsheet may run as a formula: OWASP's list, https://owasp.org/www-community/attacks/CSV_Injection, and NUL. */
const TRIGGER = /^'*[=+\-@\t\r\0]/;
const GUARDED = /^'+[=+\-@\t\r\0]/;

/** Text that a spreadsheet shows as it is; {@link unguardFormula} takes it back. */
export function guardFormula(text: string): string {
  return TRIGGER.test(text) ? `'${text}` : text;
}

/** Undoes {@link guardFormula}; text that was never guarded stays as it is. */
export function unguardFormula(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text;
}
