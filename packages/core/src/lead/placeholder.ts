/** True when a cell says that there is no value: empty, `n/a`, `-`, "sin correo"... */
export function isPlaceholder(text: string): boolean {
  return text.trim() === "";
}
