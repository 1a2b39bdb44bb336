const ASCII = /^\p{ASCII}*$/u;

/** Whether no Unicode normalisation can change a text: true of most cells, and far cheaper to ask than to normalise. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}
